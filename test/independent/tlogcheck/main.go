// Checks an exported book with the Go project's own checksum database packages, which share no code with Balai:
//
//	tlogcheck <folder> <vkey of the book> [<vkey of a witness>]
//
// Every entry, every hash and the signed state are checked, and proofs are made and checked over the tiles.
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight, tileWidth = 8, 256

func main() {
	if len(os.Args) < 3 {
		fail(errors.New("usage: tlogcheck <folder> <vkey> [<vkey of a witness>]"))
	}
	if err := check(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "REJECTED:", err)
	os.Exit(1)
}

func check(folder, vkey string, witnesses []string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	verifiers := []note.Verifier{verifier}
	for _, each := range witnesses {
		witness, err := newWitness(each)
		if err != nil {
			return err
		}
		verifiers = append(verifiers, witness)
	}
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return err
	}
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != len(verifiers) {
		return fmt.Errorf("%d of %d signatures are there", len(opened.Sigs), len(verifiers))
	}
	tree, err := treeOf(opened.Text, verifier.Name())
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, tiles{folder})
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the tiles do not give the root that was signed")
	}
	if err := checkEntries(folder, tree, hashes); err != nil {
		return err
	}
	if err := checkProofs(tree, hashes); err != nil {
		return err
	}
	fmt.Println("ACCEPTED", tree.N, "entries,", len(verifiers), "signatures")
	return nil
}

// treeOf reads a checkpoint: origin, size and root, one a line.
func treeOf(text, origin string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] != origin {
		return tlog.Tree{}, errors.New("this is no checkpoint of that book")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// checkEntries hashes every entry and compares it with its leaf in the tree.
func checkEntries(folder string, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += tileWidth {
		width := tree.N - first
		if width > tileWidth {
			width = tileWidth
		}
		path := (tlog.Tile{H: tileHeight, L: 0, N: first / tileWidth, W: int(width)}).Path()
		bundle, err := os.ReadFile(filepath.Join(folder, strings.Replace(path, "tile/8/0/", "tile/entries/", 1)))
		if err != nil {
			return err
		}
		indexes := make([]int64, width)
		for at := range indexes {
			indexes[at] = tlog.StoredHashIndex(0, first+int64(at))
		}
		leaves, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for at, leaf := range leaves {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("entry %d is cut short", first+int64(at))
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:end]) != leaf {
				return fmt.Errorf("entry %d is not what was signed", first+int64(at))
			}
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return fmt.Errorf("there is more than %d entries in a bundle", width)
		}
	}
	return nil
}

// checkProofs makes proofs of inclusion and of growth from the tiles, and checks each.
func checkProofs(tree tlog.Tree, hashes tlog.HashReader) error {
	for _, index := range []int64{0, tree.N / 3, tree.N - 1} {
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf[0]); err != nil {
			return err
		}
	}
	for _, size := range []int64{1, (tree.N + 1) / 2, tree.N} {
		old, err := tlog.TreeHash(size, hashes)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, size, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, size, old); err != nil {
			return err
		}
	}
	return nil
}

// tiles reads the files of C2SP tlog-tiles: its paths do not name the height, which is always 8.
type tiles struct{ folder string }

func (tiles) Height() int                           { return tileHeight }
func (tiles) SaveTiles([]tlog.Tile, [][]byte)       {}
func (t tiles) ReadTiles(asked []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range asked {
		data, err := os.ReadFile(filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// witness verifies a cosignature (C2SP tlog-cosignature, version 1).
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("this is no key of a witness")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return nil, err
	}
	if len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("this is no key for cosignatures")
	}
	return &witness{parts[0], uint32(hash), key[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	var signed bytes.Buffer
	fmt.Fprintf(&signed, "cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(w.key, signed.Bytes(), signature[8:])
}
