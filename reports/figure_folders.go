package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// A tree of folders has so many levels, and so many folders in a folder; the smaller ones are one.
const (
	treeLevels = 2
	treeWidth  = 12
)

// folderTree is a folder with what is in it.
type folderTree struct {
	name     string
	folder   // with the sums of all that is in it
	children []*folderTree
}

// newFolderTree makes a tree of the folders of a repository, as deep and as wide as a chart can show.
func newFolderTree(list []folder) *folderTree {
	root := &folderTree{}
	for _, f := range byPath(list) {
		root.add(f, strings.SplitAfter(strings.TrimSuffix(f.path, "/"), "/"))
	}
	root.prune(0)
	return root
}

func (t *folderTree) add(f folder, parts []string) {
	t.count(f)
	if len(parts) == 0 || parts[0] == "" {
		t.children = append(t.children, &folderTree{name: "files here", folder: folder{t.path, f.files, f.held, f.islands}})
		return
	}
	name := strings.TrimSuffix(parts[0], "/")
	for _, c := range t.children {
		if c.name == name && c.path == t.path+name+"/" {
			c.add(f, parts[1:])
			return
		}
	}
	c := &folderTree{name: name, folder: folder{path: t.path + name + "/"}}
	t.children = append(t.children, c)
	c.add(f, parts[1:])
}

func (t *folderTree) count(f folder) {
	t.files, t.held, t.islands = t.files+f.files, t.held+f.held, t.islands+f.islands
}

// prune takes away folders in which there is nothing but one other, levels that are too deep, and folders that are too small.
func (t *folderTree) prune(level int) {
	for len(t.children) == 1 {
		only := t.children[0]
		if only.path != t.path {
			t.path, t.name = only.path, strings.TrimPrefix(t.name+"/"+only.name, "/")
		}
		t.children = only.children
	}
	if level == treeLevels {
		t.children = nil
	}
	slices.SortStableFunc(t.children, func(a, b *folderTree) int { return cmp.Or(cmp.Compare(b.files, a.files), cmp.Compare(a.path, b.path)) })
	if len(t.children) > treeWidth {
		rest := &folderTree{name: fmt.Sprintf("%d smaller folders", len(t.children)-treeWidth+1), folder: folder{path: t.path}}
		for _, c := range t.children[treeWidth-1:] {
			rest.count(c.folder)
		}
		t.children = append(t.children[:treeWidth-1:treeWidth-1], rest)
	}
	for _, c := range t.children {
		c.prune(level + 1)
	}
}

// share is how much of it an active author holds, and does not hold nearly alone: what is left when any one person leaves.
func (t *folderTree) share() float64 { return float64(t.held-t.islands) / float64(t.files) }

func (t *folderTree) part(files int64) cell {
	share := float64(files) / float64(t.files)
	return numberCell(tenths(&share), &share)
}

// nodes are what a chart draws, and the shares of each before those of its children.
func (t *folderTree) nodes(shares []float64) ([]opts.TreeMapNode, []float64) {
	var list []opts.TreeMapNode
	names := seriesNames{}
	for _, c := range t.children {
		shares = append(shares, rounded(c.share()))
		node := opts.TreeMapNode{Name: names.unique(c.name), Value: int(c.files)}
		node.Children, shares = c.nodes(shares)
		list = append(list, node)
	}
	return list, shares
}

// foldersChart is where in a repository active authors hold the files, and where nobody does.
func (e entity) foldersChart() (*chart, error) {
	root := newFolderTree(e.folders)
	if root.files < 10 || len(root.children) < 2 || e.series["active_truck_factor"][len(e.period.weeks)-1] == nil {
		return nil, nil
	}
	i := island{Kind: "folders", Unit: "files"}
	var nodes []opts.TreeMapNode
	nodes, i.Shares = root.nodes(nil)
	c := charts.NewTreeMap()
	c.SetGlobalOptions(charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}))
	c.AddSeries("Files", nodes)
	text, err := i.marshal(c)
	if err != nil {
		return nil, err
	}
	t := table{
		ID: "folders-table", Tall: true, Caption: "Folders by number of files, each before those in it. Held is a file with an author who was active in the last 180 days.",
		Columns: []column{{Title: "Folder"}, {"Files", true}, {"Held by an active author", true}, {"Nearly all by one active person", true}, {"Shared: held, and not by one", true}},
	}
	var most *folderTree
	var rows func(*folderTree)
	rows = func(parent *folderTree) {
		for _, c := range parent.children {
			name := c.path
			if c.path == parent.path {
				name += " (" + c.name + ")"
			}
			t.Rows = append(t.Rows, []cell{nameCell(name, ""), countCell(&c.files), c.part(c.held), c.part(c.islands), c.part(c.held - c.islands)})
			if alone := c.files - c.held + c.islands; alone > 0 && len(c.children) == 0 && (most == nil || alone > most.files-most.held+most.islands) {
				most = c
			}
			rows(c)
		}
	}
	rows(root)
	held, alone := float64(root.held)/float64(root.files), float64(root.islands)/float64(root.files)
	says := fmt.Sprintf("An active author holds %s of the %s; %s rest nearly alone on one active person.", tenths(&held), counted(root.files, "file", "files"), tenths(&alone))
	if most != nil {
		says += fmt.Sprintf(" Most of those that nobody, or one person, holds are in %s: %s.", shown(cmp.Or(most.path, "the top folder")), grouped(most.files-most.held+most.islands))
	}
	return &chart{
		ID: "folders", Title: "Where the code is held", Says: says, Data: text, Size: "folders", Basis: "Shared is a file with an active author that does not rest nearly alone on one. Blue: nine tenths or more of the files are shared; pale: half or more; orange: less. " + e.coverage.says("code"),
		Alt: "Rectangles for the folders of the repository, as large as the number of their files, in three shades by how many of these are shared by active authors. " +
			says + " The table below has every number.",
		Table: t, csv: ownCSV{"folders", "files by folder, and how many are held", foldersCSV(e.folders)},
	}, nil
}

func foldersCSV(list []folder) []byte {
	s := newSheet(false, "folder", "files", "held_files", "island_files")
	for _, f := range byPath(list) {
		s.row(f.path, number(strconv.FormatInt(f.files, 10)), number(strconv.FormatInt(f.held, 10)), number(strconv.FormatInt(f.islands, 10)))
	}
	return s.bytes()
}
