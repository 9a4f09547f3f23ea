package metrics

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

// folderFiles are the files of one folder by who holds them: an active author (of these, island ones have one person with at
// least 95 % of the authorship), or nobody who is active.
type folderFiles struct {
	folder               string
	files, held, islands int32
}

// byFolder counts the files that are there, as the active truck factor does. A folder of paths may come in several rows.
func (l *ledger) byFolder(isActive []bool) (list []folderFiles) {
	at := nobody
	for path, isFile := range l.isFile {
		if !isFile || l.kind[path] == noKind {
			continue
		}
		kinds := l.parts[l.history.partOf(int32(path))].kinds
		kind := &kinds.list[l.kind[path]]
		if !kind.isKept {
			continue
		}
		if folder := l.history.folder[path]; folder != at {
			at = folder
			list = append(list, folderFiles{folder: l.history.folders[folder]})
		}
		last := &list[len(list)-1]
		last.files++
		for _, person := range kinds.authorsOf(kind, kept) {
			if isActive[kinds.people[person]] {
				last.held++
				break
			}
		}
		if kind.keeper != nobody && isActive[kinds.people[kind.keeper]] {
			last.islands++
		}
	}
	return list
}

// createFolders makes weekly.folders: one row per repository and folder, up to three levels deep and "" for the top, with files that
// the active truck factor counts at the end of the last kept week: files, those of them that an active author holds, and those of
// which one active person has nearly all. What lies deeper is in its folder here.
func createFolders(ctx context.Context, tx *sql.Tx) error {
	return tx.Exec(ctx, `
		CREATE OR REPLACE TABLE weekly.folders (
		    repo         VARCHAR NOT NULL,
		    folder       VARCHAR NOT NULL,
		    files        INTEGER NOT NULL,
		    held_files   INTEGER NOT NULL,
		    island_files INTEGER NOT NULL
		)`)
}

// writeFolders fills it.
func writeFolders(tx *sql.Tx, repositories []*followed) error {
	folders, err := tx.Appender("weekly.folders")
	if err != nil {
		return err
	}
	for _, repository := range repositories {
		sums := map[string]int{}
		var list []folderFiles
		for _, one := range repository.folders {
			at, ok := sums[one.folder]
			if !ok {
				sums[one.folder] = len(list)
				list = append(list, one)
				continue
			}
			list[at].files, list[at].held, list[at].islands = list[at].files+one.files, list[at].held+one.held, list[at].islands+one.islands
		}
		for _, one := range list {
			if err := folders.Append(repository.repo, one.folder, one.files, one.held, one.islands); err != nil {
				return err
			}
		}
	}
	return folders.Flush()
}
