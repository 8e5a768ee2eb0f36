// Reads a log written by AuditForeignTests with Go's sumdb packages: the note, every tile, every leaf,
// a consistency proof between its checkpoints, and the receipts.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run check_tlog.go FOLDER
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var folder string

func read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
	check(err)
	return data
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func demand(ok bool, format string, values ...interface{}) {
	if !ok {
		log.Fatalf(format, values...)
	}
}

// checkpoint opens a signed note and reads the tree that it promises.
func checkpoint(text []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	demand(len(lines) == 4 && lines[0] == verifier.Name(), "unexpected checkpoint %q", opened.Text)
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

// tiles serves Go's tile reader from the folder; our paths have no height, it is always 8.
type tiles struct{ count int }

func (t *tiles) Height() int                     { return 8 }
func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t *tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range list {
		t.count++
		all = append(all, read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
	}
	return all, nil
}

// leaves reads the entry bundles.
func leaves(size int64) [][]byte {
	var all [][]byte
	for n := int64(0); int64(len(all)) < size; n++ {
		width := size - int64(len(all))
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: 0, N: n, W: int(width)}
		data := read(strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
		for len(data) > 0 {
			demand(len(data) >= 2, "a bundle ends within a length")
			length := int(binary.BigEndian.Uint16(data))
			demand(len(data) >= 2+length, "a bundle ends within a leaf")
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all
}

// receipt checks a .tlog-proof: its note, and its path from the leaf to the root.
func receipt(text []byte, verifier note.Verifier) {
	head, signed, found := strings.Cut(string(text), "\n\n")
	demand(found, "a receipt without a checkpoint")
	tree := checkpoint([]byte(signed), verifier)
	lines := strings.Split(head, "\n")
	demand(lines[0] == "c2sp.org/tlog-proof@v1", "unexpected header %q", lines[0])
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	check(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	check(err)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		check(err)
		proof = append(proof, hash)
	}
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
}

func main() {
	folder = os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read("key"))))
	check(err)
	tree := checkpoint(read("checkpoint"), verifier)
	source := &tiles{}
	reader := tlog.TileHashReader(tree, source)

	all := leaves(tree.N)
	demand(int64(len(all)) == tree.N, "%d leaves instead of %d", len(all), tree.N)
	for index, leaf := range all {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(index))})
		check(err)
		demand(hashes[0] == tlog.RecordHash(leaf), "leaf %d is not in its tile", index)
	}

	old := checkpoint(read("checkpoint.old"), verifier)
	proof, err := tlog.ProveTree(tree.N, old.N, reader)
	check(err)
	check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
	var ours tlog.TreeProof
	for _, line := range strings.Fields(string(read("consistency"))) {
		hash, err := tlog.ParseHash(line)
		check(err)
		ours = append(ours, hash)
	}
	check(tlog.CheckTree(ours, tree.N, tree.Hash, old.N, old.Hash))

	receipts, err := filepath.Glob(filepath.Join(folder, "*.tlog-proof"))
	check(err)
	demand(len(receipts) > 0, "no receipts")
	for _, path := range receipts {
		text, err := os.ReadFile(path)
		check(err)
		receipt(text, verifier)
	}
	fmt.Printf("sumdb agrees: %d leaves, %d tiles read, %d receipts\n", len(all), source.count, len(receipts))
}
