package reports

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestThirdPartyFilesAreThoseThatWereBuilt(t *testing.T) {
	for _, dir := range []string{"assets", "testdata/axe"} {
		list, err := os.Open(filepath.Join(dir, "checksums.txt"))
		if err != nil {
			t.Fatal(err)
		}
		defer list.Close()
		n := 0
		for lines := bufio.NewScanner(list); lines.Scan(); n++ {
			want, name, ok := strings.Cut(lines.Text(), "  ")
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil || !ok {
				t.Fatal(lines.Text(), err)
			}
			if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != want {
				t.Errorf("%s/%s was changed by hand: build it again", dir, name)
			}
		}
		if n == 0 {
			t.Errorf("%s/checksums.txt is empty", dir)
		}
	}
}

func TestThirdPartyFilesNameTheirVersionAndLicence(t *testing.T) {
	for text, wants := range map[string][]string{
		echartsJS:       {"Apache ECharts 6.1.0", "Apache-2.0"},
		sortableJS:      {"sortable-tablesort 4.1.7", "Unlicense"},
		echartsNotice:   {"Apache ECharts"},
		echartsLicense:  {"Apache License", "ZRender", "BSD"},
		sortableLicense: {"unencumbered"},
	} {
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%.40q does not say %s", text, want)
			}
		}
	}
}

func TestNoAssetCanEndItsScriptElement(t *testing.T) {
	for name, text := range sharedAssets {
		if strings.HasSuffix(name, ".js") && (strings.Contains(text, "</script") || strings.Contains(text, "<!--")) {
			t.Errorf("%s cannot be inlined", name)
		}
		if strings.HasSuffix(name, ".css") && strings.Contains(text, "</style") {
			t.Errorf("%s cannot be inlined", name)
		}
	}
}

func TestInputsOfTheBundleArePinned(t *testing.T) {
	lock, err := os.ReadFile("assets/build/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"echarts": "6.1.0"`, `"sortable-tablesort": "4.1.7"`, `"axe-core": "4.14.1"`, `"integrity": "sha512-`} {
		if !strings.Contains(string(lock), want) {
			t.Errorf("package-lock.json has no %s", want)
		}
	}
	if strings.Contains(string(lock), `"resolved"`) {
		t.Error("package-lock.json names a registry: anyone's must do")
	}
}
