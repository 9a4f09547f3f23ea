package strictyaml

import (
	"fmt"
	"regexp"
	"strings"
)

// A variable in flow style, {key: ${NAME}}, would end the mapping at its brace. So ${NAME} is hidden from the parser
// behind two characters of the private use area, and found again in the values.
const hideOpen, hideClose = "\uE000", "\uE001"

var (
	variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)
	hidden   = regexp.MustCompile(hideOpen + `([A-Za-z_][A-Za-z0-9_]*)` + hideClose)
)

func hideVariables(text []byte) []byte {
	return variable.ReplaceAll(text, []byte(hideOpen+"${1}"+hideClose))
}

func showVariables(text string) string { return hidden.ReplaceAllString(text, "$${$1}") }

func expand(value string, env func(string) (string, bool)) (string, error) {
	if env == nil {
		return showVariables(value), nil
	}
	var missing []string
	value = hidden.ReplaceAllStringFunc(value, func(match string) string {
		name := hidden.FindStringSubmatch(match)[1]
		text, ok := env(name)
		if !ok {
			missing = append(missing, name)
		}
		return text
	})
	if missing != nil {
		return "", fmt.Errorf("environment variable %s is not set", strings.Join(missing, ", "))
	}
	return value, nil
}

func quoted(text string) string { return fmt.Sprintf("%q", showVariables(text)) }
