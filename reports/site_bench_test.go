package reports

import (
	"fmt"
	"path/filepath"
	"testing"
)

// BenchmarkSite writes the site of an organisation with 100 repositories of 9 people and two years.
func BenchmarkSite(b *testing.B) {
	var repos []testRepo
	for i := range 100 {
		repos = append(repos, testRepo{name: fmt.Sprint("repo-", i), work: team("A", "B", "C", "D", "E", "F", "G", "H", "I")})
	}
	db := warehouse(b, repos)
	dir := filepath.Join(b.TempDir(), "public")
	for b.Loop() {
		if _, err := Site(b.Context(), db, SiteOptions{Dir: dir}); err != nil {
			b.Fatal(err)
		}
	}
}
