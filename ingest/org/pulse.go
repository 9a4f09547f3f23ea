package org

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fewhands/fewhands/sql"
)

// pulseColumns is the header of the file of a pulse.
var pulseColumns = []string{"team", "date", "question", "score"}

// Answer is one answer to one question of a pulse. Who gave it is not known.
type Answer struct {
	Team     string // id or name
	On       time.Time
	Question string
	Score    float64 // 1 to 5
	Place    string  // file:line
}

// ReadPulse reads the CSV file of a pulse, which shown names in errors: team, date, question and score, one answer a line. Its
// error holds every fault found, each with file and line.
func ReadPulse(path, shown string) ([]Answer, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("morale: %w", err)
	}
	return parsePulse(text, shown)
}

func parsePulse(text []byte, shown string) ([]Answer, error) {
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("%s: want text in UTF-8", shown)
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:1: want the header %s", shown, strings.Join(pulseColumns, ","))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, err)
	}
	if !slices.Equal(header, pulseColumns) {
		return nil, fmt.Errorf("%s:1: want the header %s, not %q", shown, strings.Join(pulseColumns, ","), strings.Join(header, ","))
	}
	var answers []Answer
	var faults []error
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return answers, errors.Join(faults...)
		}
		if err != nil { // its quotes are wrong, so that nothing behind it can be told apart
			return nil, errors.Join(append(faults, fmt.Errorf("%s: %w", shown, err))...)
		}
		line, _ := reader.FieldPos(0)
		answer, fault := parseAnswer(record)
		answer.Place = fmt.Sprintf("%s:%d", shown, line)
		if fault != nil {
			faults = append(faults, fmt.Errorf("%s: %w", answer.Place, fault))
			continue
		}
		answers = append(answers, answer)
	}
}

func parseAnswer(record []string) (Answer, error) {
	if len(record) != len(pulseColumns) {
		return Answer{}, fmt.Errorf("want %d columns, not %d", len(pulseColumns), len(record))
	}
	a := Answer{Team: strings.TrimSpace(record[0]), Question: strings.TrimSpace(record[2])}
	if a.Team == "" {
		return a, errors.New("team: want the id or name of a team")
	}
	if a.Question == "" {
		return a, errors.New("question: want what was asked")
	}
	var err error
	if a.On, err = time.Parse(time.DateOnly, record[1]); err != nil {
		return a, fmt.Errorf("date: want a date such as 2026-01-31, not %q", record[1])
	}
	a.Score, err = strconv.ParseFloat(record[3], 64)
	if err != nil || !(a.Score >= 1 && a.Score <= 5) { // NaN is in no order
		return a, fmt.Errorf("score: want a number from 1 to 5, not %q", record[3])
	}
	return a, nil
}

// StorePulse replaces what is stored of the pulse.
func StorePulse(ctx context.Context, db *sql.DB, answers []Answer) error {
	rows := table{name: "raw.morale"}
	for _, a := range answers {
		rows.add(a.Team, a.On, a.Question, a.Score, a.Place)
	}
	if err := db.Update(ctx, func(tx *sql.Tx) error { return rows.replace(ctx, tx) }); err != nil {
		return fmt.Errorf("store the pulse: %w", err)
	}
	return nil
}
