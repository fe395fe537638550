// Checks a log in a directory of static files (layout of c2sp.org/tlog-tiles) with golang.org/x/mod/sumdb alone: the signature,
// every entry against its tile, proofs of inclusion of entries spread over the log, and the consistency with every checkpoint
// below history/. Says what it counted.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go DIRECTORY VKEY
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func must(ok bool, what string, values ...any) {
	if !ok {
		check(fmt.Errorf(what, values...))
	}
}

type directory string

func (d directory) Height() int { return 8 }
func (d directory) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		// tlog writes the height into the path, C2SP leaves it out.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(d), path))
		if err != nil {
			return nil, err
		}
		found[i] = bytes
	}
	return found, nil
}
func (d directory) SaveTiles([]tlog.Tile, [][]byte) {}

func (d directory) open(path string, verifiers note.Verifiers, origin string) tlog.Tree {
	bytes, err := os.ReadFile(filepath.Join(string(d), path))
	check(err)
	opened, err := note.Open(bytes, verifiers)
	check(err)
	lines := strings.Split(opened.Text, "\n")
	must(len(lines) >= 4 && lines[0] == origin, "%s: not a checkpoint of %s", path, origin)
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	must(len(root) == tlog.HashSize, "%s: a root of %d bytes", path, len(root))
	return tlog.Tree{N: size, Hash: tlog.Hash(*(*[tlog.HashSize]byte)(root))}
}

func (d directory) entries(n, size int64) [][]byte {
	width := size - n*256
	tile := tlog.Tile{H: 8, L: -1, N: n, W: 256}
	if width < 256 {
		tile.W = int(width)
	}
	path := strings.Replace(tile.Path(), "tile/8/data", "tile/entries", 1)
	bytes, err := os.ReadFile(filepath.Join(string(d), path))
	check(err)
	found := [][]byte{}
	for len(bytes) > 0 {
		must(len(bytes) >= 2, "%s: broken", path)
		length := 2 + int(binary.BigEndian.Uint16(bytes))
		must(len(bytes) >= length, "%s: broken", path)
		found = append(found, bytes[2:length])
		bytes = bytes[length:]
	}
	must(len(found) == tile.W, "%s: %d entries", path, len(found))
	return found
}

func main() {
	d := directory(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	verifiers := note.VerifierList(verifier)
	tree := d.open("checkpoint", verifiers, verifier.Name())
	reader := tlog.TileHashReader(tree, d)

	included := 0
	for n := int64(0); n*256 < tree.N; n++ {
		entries := d.entries(n, tree.N)
		indexes := make([]int64, len(entries))
		for i := range entries {
			indexes[i] = tlog.StoredHashIndex(0, n*256+int64(i))
		}
		hashes, err := reader.ReadHashes(indexes)
		check(err)
		for i, entry := range entries {
			must(tlog.RecordHash(entry) == hashes[i], "entry %d is not what the tree has", n*256+int64(i))
		}
		for i := int(n*37) % len(entries); i < len(entries); i += 97 {
			index := n*256 + int64(i)
			proof, err := tlog.ProveRecord(tree.N, index, reader)
			check(err)
			check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entries[i])))
			included++
		}
	}

	consistent := 0
	history, err := os.ReadDir(filepath.Join(string(d), "history"))
	check(err)
	for _, file := range history {
		older := d.open("history/"+file.Name(), verifiers, verifier.Name())
		if older.N == 0 {
			continue
		}
		proof, err := tlog.ProveTree(tree.N, older.N, reader)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash))
		consistent++
	}
	fmt.Printf("{\"entries\":%d,\"included\":%d,\"consistent\":%d}\n", tree.N, included, consistent)
}
