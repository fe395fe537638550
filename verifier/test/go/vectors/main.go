// Makes the test vectors of verifier/vectors, without a line of the code that they test: the formats of verifier/README.md,
// written down a second time, on golang.org/x/mod/sumdb for notes and trees.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go DIRECTORY
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type object map[string]any

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func write(directory, name string, value any) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	check(encoder.Encode(value))
	check(os.WriteFile(filepath.Join(directory, name), out.Bytes(), 0o644))
}

func text(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	check(encoder.Encode(value))
	return strings.TrimSuffix(out.String(), "\n")
}

func h(parts ...[]byte) []byte {
	sum := sha256.Sum256(bytes.Join(parts, nil))
	return sum[:]
}

func u64(value int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(value)) }

// Keys: their seeds are hashes of their names, so that anybody can make them again.

func seedOf(name string) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(h([]byte(name))) }

func keyID(name string, kind byte, public ed25519.PublicKey) uint32 {
	return binary.BigEndian.Uint32(h([]byte(name), []byte("\n"), []byte{kind}, public))
}

func vkey(name string, kind byte) string {
	public := seedOf(name).Public().(ed25519.PublicKey)
	return fmt.Sprintf("%s+%08x+%s", name, keyID(name, kind, public), base64.StdEncoding.EncodeToString(append([]byte{kind}, public...)))
}

func logSigner(name string) note.Signer {
	private := seedOf(name)
	public := private.Public().(ed25519.PublicKey)
	signer, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, keyID(name, 1, public),
		base64.StdEncoding.EncodeToString(append([]byte{1}, private.Seed()...))))
	check(err)
	return signer
}

type witness struct {
	name string
	time int
}

func (w witness) Name() string { return w.name }
func (w witness) KeyHash() uint32 {
	return keyID(w.name, 4, seedOf(w.name).Public().(ed25519.PublicKey))
}
func (w witness) Sign(message []byte) ([]byte, error) {
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", w.time, message)
	return append(u64(w.time), ed25519.Sign(seedOf(w.name), []byte(signed))...), nil
}

func sign(body string, signers ...note.Signer) string {
	signed, err := note.Sign(&note.Note{Text: body}, signers...)
	check(err)
	return string(signed)
}

// Entries.

type entry struct {
	kind      byte
	time      int
	uscc      string // "" where no organisation is concerned
	salt      []byte
	statement string
	content   *string
}

func (e entry) organisation() []byte {
	if e.uscc == "" {
		return make([]byte, 32)
	}
	return h([]byte("cx1:org\n"), e.salt, []byte(e.uscc))
}
func (e entry) commitment() []byte { return h([]byte("cx1:txt\n"), e.salt, []byte(e.statement)) }
func (e entry) bytes() []byte {
	return bytes.Join([][]byte{{1, e.kind}, u64(e.time), e.organisation(), e.commitment()}, nil)
}

func lines(values ...any) string {
	var out strings.Builder
	for _, value := range values {
		fmt.Fprintln(&out, value)
	}
	return out.String()
}

// The tree of tlog, kept in memory.

type tree struct {
	entries []entry
	hashes  []tlog.Hash
}

func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = t.hashes[index]
	}
	return found, nil
}
func (t *tree) add(e entry) int {
	hashes, err := tlog.StoredHashes(int64(len(t.entries)), e.bytes(), t)
	check(err)
	t.hashes = append(t.hashes, hashes...)
	t.entries = append(t.entries, e)
	return len(t.entries) - 1
}
func (t *tree) root(size int) tlog.Hash {
	if size == 0 {
		return tlog.Hash(sha256.Sum256(nil)) // RFC 6962; tlog says zero
	}
	hash, err := tlog.TreeHash(int64(size), t)
	check(err)
	return hash
}
func (t *tree) inclusion(index, size int) []tlog.Hash {
	proof, err := tlog.ProveRecord(int64(size), int64(index), t)
	check(err)
	return proof
}

func hexes(hashes []tlog.Hash) []string {
	out := []string{}
	for _, hash := range hashes {
		out = append(out, hex.EncodeToString(hash[:]))
	}
	return out
}

// The tree of heads.

type headLeaf struct{ key, hash []byte }

func bit(key []byte, depth int) byte { return key[depth/8] >> (7 - depth%8) & 1 }

// Root of the subtree that holds these leaves; on the way to `wanted` the siblings are noted, the deepest first.
func headsRoot(leaves []headLeaf, depth int, wanted []byte, siblings *[]string) []byte {
	if len(leaves) == 0 {
		return make([]byte, 32)
	}
	if len(leaves) == 1 {
		return leaves[0].hash
	}
	var sides [2][]headLeaf
	for _, leaf := range leaves {
		side := bit(leaf.key, depth)
		sides[side] = append(sides[side], leaf)
	}
	left := headsRoot(sides[0], depth+1, wanted, siblings)
	right := headsRoot(sides[1], depth+1, wanted, siblings)
	for _, leaf := range leaves {
		if bytes.Equal(leaf.key, wanted) {
			other := right
			if bit(wanted, depth) == 1 {
				other = left
			}
			*siblings = append(*siblings, hex.EncodeToString(other))
		}
	}
	return h([]byte{1}, left, right)
}

const origin = "log.example/chengxin-vectors"
const day = "2026-11-28"

func main() {
	directory := os.Args[1]
	check(os.MkdirAll(directory, 0o755))
	organisations := []string{"91210600MA0LEAF01P", "91210600MA0LEAF02T", "92210600MA0LEAF03T", "51210600MA0LEAF045", "12210600MA0LEAF059"}

	log := &tree{}
	number := 0
	add := func(kind byte, uscc, statement string, content *string) int {
		number++
		return log.add(entry{kind, 1795827600000000 + number*1_000_003, uscc, h([]byte(fmt.Sprint("salt ", number)))[:16], statement, content})
	}
	record := func(uscc, item string, version int, change, until string) int {
		content := text(object{"document": fmt.Sprintf("示例〔2026〕%d号", number), "item": item, "fine": 100 * version})
		id := hex.EncodeToString(h([]byte(uscc + item))[:16])
		statement := lines("record", item, id, version, change, until, hex.EncodeToString(h([]byte(content))))
		return add(1, uscc, statement, &content)
	}
	add(6, "", lines("key", vkey(origin, 1)), nil)
	add(7, "", lines("rules", hex.EncodeToString(h([]byte("rules")))), nil)
	add(4, "", lines("beacon", day, hex.EncodeToString(h([]byte("beacon")))), nil)
	for _, uscc := range organisations[:4] {
		record(uscc, "permit", 1, "reported", "unlimited")
	}
	penalty := record(organisations[0], "penalty", 1, "reported", "2029-11-28")
	record(organisations[0], "penalty", 2, "corrected", "2029-11-28")
	record(organisations[1], "penalty", 1, "reported", "2027-02-28")
	record(organisations[1], "penalty", 2, "withdrawn", "never")
	add(5, "", lines("seal", 1, hex.EncodeToString(h([]byte("seal")))), nil)
	erasure := add(2, organisations[0], lines("erasure", penalty, "court-order"), nil)
	add(8, "", lines("continuation", "log.example/older log", 12, base64.StdEncoding.EncodeToString(h([]byte("older")))), nil)
	record(organisations[4], "permit", 1, "rules", "2026-12-31")

	counted := len(log.entries)
	own := func(uscc string) []int {
		indexes := []int{}
		for index, e := range log.entries[:counted] {
			if e.uscc == uscc {
				indexes = append(indexes, index)
			}
		}
		return indexes
	}
	leaves := []headLeaf{}
	headsOut := []object{}
	nonces := map[string][]byte{}
	for _, uscc := range organisations {
		head := make([]byte, 32)
		for _, index := range own(uscc) {
			leaf := tlog.RecordHash(log.entries[index].bytes())
			head = h([]byte("cx1:head"), head, u64(index), leaf[:])
		}
		key := h([]byte("cx1:key\n"), []byte(uscc))
		nonces[uscc] = h([]byte("nonce " + uscc))[:16]
		count := binary.BigEndian.AppendUint32(nil, uint32(len(own(uscc))))
		hash := h([]byte{0}, key, nonces[uscc], count, head)
		leaves = append(leaves, headLeaf{key, hash})
		headsOut = append(headsOut, object{"uscc": uscc, "indexes": own(uscc), "head": hex.EncodeToString(head), "key": hex.EncodeToString(key),
			"nonce": hex.EncodeToString(nonces[uscc]), "leaf": hex.EncodeToString(hash)})
	}
	sort.Slice(leaves, func(i, j int) bool { return bytes.Compare(leaves[i].key, leaves[j].key) < 0 })
	var none []string
	headsHash := headsRoot(leaves, 0, nil, &none)
	for i, uscc := range organisations {
		siblings := []string{}
		headsRoot(leaves, 0, h([]byte("cx1:key\n"), []byte(uscc)), &siblings)
		headsOut[i]["siblings"] = siblings
	}
	heads := add(3, "", lines("heads", day, counted, len(organisations), hex.EncodeToString(headsHash)), nil)
	record(organisations[0], "penalty", 3, "corrected", "2029-11-28")
	add(4, "", lines("beacon", "2026-11-29", hex.EncodeToString(h([]byte("next beacon")))), nil)
	size := len(log.entries)

	// entries.json
	entries := []object{}
	for index, e := range log.entries {
		var uscc any
		if e.uscc != "" {
			uscc = e.uscc
		}
		leaf := tlog.RecordHash(e.bytes())
		entries = append(entries, object{"index": index, "type": e.kind, "time": e.time, "uscc": uscc, "salt": hex.EncodeToString(e.salt),
			"statement": e.statement, "organisation": hex.EncodeToString(e.organisation()), "commitment": hex.EncodeToString(e.commitment()),
			"entry": hex.EncodeToString(e.bytes()), "leaf": hex.EncodeToString(leaf[:]), "content": e.content})
	}
	write(directory, "entries.json", entries)

	// merkle.json
	roots, inclusions, consistencies := []string{}, []object{}, []object{}
	for n := 0; n <= size; n++ {
		root := log.root(n)
		roots = append(roots, hex.EncodeToString(root[:]))
		for index := 0; index < n; index += 5 {
			inclusions = append(inclusions, object{"index": index, "size": n, "path": hexes(log.inclusion(index, n))})
		}
		for older := 1; older < n; older += 3 {
			proof, err := tlog.ProveTree(int64(n), int64(older), log)
			check(err)
			consistencies = append(consistencies, object{"older": older, "newer": n, "path": hexes(proof)})
		}
	}
	write(directory, "merkle.json", object{"leaves": "the entries of entries.json", "roots": roots, "inclusion": inclusions, "consistency": consistencies})

	// heads.json
	write(directory, "heads.json", object{"day": day, "size": counted, "root": hex.EncodeToString(headsHash), "organisations": headsOut})

	// notes.json
	root := log.root(size)
	body := fmt.Sprintf("%s\n%d\n%s\n", origin, size, base64.StdEncoding.EncodeToString(root[:]))
	signer := logSigner(origin)
	w1, w2 := witness{"witness.example/one", 1795900000}, witness{"witness.example/two", 1795900001}
	checkpoint := sign(body, signer, w1, w2)
	signature := strings.TrimPrefix(sign(body, signer), body+"\n")
	stranger := strings.TrimPrefix(sign(body, logSigner("stranger.example")), body+"\n")
	trust := object{"log": []string{vkey(origin, 1)}, "witnesses": []string{vkey(w1.name, 4), vkey(w2.name, 4)}}
	type notes []object
	cases := notes{}
	accept := func(what, note string, quorum int) {
		cases = append(cases, object{"what": what, "note": note, "quorum": quorum, "refused": nil})
	}
	refuse := func(what, note, code string) {
		cases = append(cases, object{"what": what, "note": note, "quorum": 0, "refused": code})
	}
	flip := func(line string) string {
		at := len(line) - 20
		other := "A"
		if line[at] == 'A' {
			other = "B"
		}
		return line[:at] + other + line[at+1:]
	}
	accept("signed by the log", sign(body, signer), 0)
	accept("cosigned by two witnesses", checkpoint, 2)
	accept("a signature of a stranger is passed over", body+"\n"+stranger+signature, 0)
	accept("an extension line", sign(body+"extension\n", signer, w1), 1)
	accept("sixteen signatures", body+"\n"+strings.Repeat(stranger, 15)+signature, 0)
	accept("a tree of 2^53 - 1 leaves", sign(strings.Replace(body, fmt.Sprint(size), "9007199254740991", 1), signer), 0)
	refuse("signed by a stranger only", body+"\n"+stranger, "checkpoint.unsigned")
	refuse("the same name with another key", body+"\n"+strings.Replace(stranger, "stranger.example", origin, 1), "checkpoint.unsigned")
	refuse("a log of another name", sign("other.example/log\n"+body[strings.Index(body, "\n")+1:], signer), "checkpoint.origin")
	refuse("another size under the same signature", strings.Replace(sign(body, signer), fmt.Sprintf("\n%d\n", size), fmt.Sprintf("\n%d\n", size+1), 1), "note.signature")
	refuse("a false signature of the log", body+"\n"+flip(signature), "note.signature")
	refuse("a false signature of the log beside a good one of a witness", body+"\n"+flip(signature)+strings.TrimPrefix(sign(body, w1), body+"\n"), "note.signature")
	refuse("a false signature of a known witness spoils the note", body+"\n"+signature+flip(strings.TrimPrefix(sign(body, w1), body+"\n")), "note.signature")
	refuse("a signature line twice", body+"\n"+signature+signature, "note.repeated")
	refuse("sixty-five signatures", body+"\n"+strings.Repeat(stranger, 64)+signature, "note.signatures")
	refuse("no signature", body+"\n", "note.malformed")
	refuse("no empty line", body+signature, "note.malformed")
	refuse("no line feed at the end", strings.TrimSuffix(sign(body, signer), "\n"), "note.malformed")
	refuse("carriage returns", strings.ReplaceAll(sign(body, signer), "\n", "\r\n"), "note.characters")
	refuse("a control character", strings.Replace(sign(body, signer), "log.example", "log\u0007example", 1), "note.characters")
	refuse("a hyphen for the dash", strings.Replace(sign(body, signer), "—", "-", 1), "note.malformed")
	refuse("two spaces", strings.Replace(sign(body, signer), "— ", "—  ", 1), "note.malformed")
	refuse("base64 without padding", strings.ReplaceAll(sign(body, signer), "=", ""), "base64.malformed")
	for _, size := range []string{"1e999", "-1", "007", "", " 1", "+1", "0x10", "9007199254740992", "99999999999999999999999999"} {
		refuse(fmt.Sprintf("size %q", size), sign(fmt.Sprintf("%s\n%s\n%s\n", origin, size, base64.StdEncoding.EncodeToString(root[:])), signer), "number.malformed")
	}
	refuse("a root of 31 bytes", sign(fmt.Sprintf("%s\n1\n%s\n", origin, base64.StdEncoding.EncodeToString(root[:31])), signer), "checkpoint.malformed")
	refuse("a root in hex", sign(fmt.Sprintf("%s\n1\n%s\n", origin, hex.EncodeToString(root[:])), signer), "checkpoint.malformed")
	refuse("an empty extension line", sign(body+"\nextension\n", signer), "checkpoint.malformed")
	refuse("two lines", sign(origin+"\n1\n", signer), "checkpoint.malformed")
	write(directory, "notes.json", object{"trust": trust, "notes": cases})

	// proofs.json
	proofs := []object{}
	lay := func(index int) object {
		e := log.entries[index]
		var uscc any
		if e.uscc != "" {
			uscc = e.uscc
		}
		return object{"uscc": uscc, "time": e.time, "salt": hex.EncodeToString(e.salt), "statement": e.statement, "content": e.content}
	}
	proofOf := func(extra string, index any, path []tlog.Hash, checkpoint string) string {
		var out strings.Builder
		fmt.Fprintf(&out, "c2sp.org/tlog-proof@v1\n")
		if extra != "" {
			fmt.Fprintf(&out, "extra %s\n", base64.StdEncoding.EncodeToString([]byte(extra)))
		}
		fmt.Fprintf(&out, "index %v\n", index)
		for _, hash := range path {
			fmt.Fprintf(&out, "%s\n", hash)
		}
		return out.String() + "\n" + checkpoint
	}
	for index := range log.entries {
		proofs = append(proofs, object{"what": "entry " + fmt.Sprint(index), "proof": proofOf(text(lay(index)), index, log.inclusion(index, size), checkpoint), "refused": nil})
	}
	hidden := lay(penalty)
	hidden["content"] = nil
	path := log.inclusion(penalty, size)
	good := proofOf(text(lay(penalty)), penalty, path, checkpoint)
	bad := func(what, proof, code string) {
		proofs = append(proofs, object{"what": what, "proof": proof, "refused": code})
	}
	changed := func(key string, value any) string {
		other := lay(penalty)
		other[key] = value
		return proofOf(text(other), penalty, path, checkpoint)
	}
	proofs = append(proofs, object{"what": "content not laid open", "proof": proofOf(text(hidden), penalty, path, checkpoint), "refused": nil})
	bad("another content", changed("content", "{}"), "disclosure.content")
	bad("another salt", changed("salt", strings.Repeat("00", 16)), "inclusion.root")
	bad("another time", changed("time", 1), "inclusion.root")
	bad("another organisation", changed("uscc", organisations[1]), "inclusion.root")
	bad("no organisation", changed("uscc", nil), "disclosure.uscc")
	bad("another statement", changed("statement", strings.Replace(log.entries[penalty].statement, "2029", "2026", 1)), "inclusion.root")
	bad("a salt of 15 bytes", changed("salt", strings.Repeat("00", 15)), "hex.malformed")
	bad("a time of 1e999", proofOf(strings.Replace(text(lay(penalty)), fmt.Sprint(log.entries[penalty].time), "1e999", 1), penalty, path, checkpoint), "number.malformed")
	bad("a further field", changed("note", "x"), "json.shape")
	bad("half a surrogate pair", proofOf(strings.Replace(text(lay(penalty)), "示例", "\\ud800", 1), penalty, path, checkpoint), "text.notUtf8")
	bad("extra that is no JSON", proofOf("{", penalty, path, checkpoint), "json.malformed")
	bad("nothing laid open", proofOf("", penalty, path, checkpoint), "proof.extra")
	bad("the place of a neighbour", proofOf(text(lay(penalty)), penalty+1, path, checkpoint), "inclusion.root")
	bad("a place beyond the tree", proofOf(text(lay(penalty)), size, path, checkpoint), "inclusion.index")
	for _, index := range []string{"1e999", "-1", "007", "9007199254740992", ""} {
		bad(fmt.Sprintf("index %q", index), proofOf(text(lay(penalty)), index, path, checkpoint), "number.malformed")
	}
	bad("one hash less", proofOf(text(lay(penalty)), penalty, path[1:], checkpoint), "inclusion.length")
	bad("one hash more", proofOf(text(lay(penalty)), penalty, append([]tlog.Hash{root}, path...), checkpoint), "inclusion.length")
	bad("another hash", proofOf(text(lay(penalty)), penalty, append([]tlog.Hash{root}, path[1:]...), checkpoint), "inclusion.root")
	bad("a hash of 31 bytes", strings.Replace(good, path[0].String(), base64.StdEncoding.EncodeToString(path[0][:31]), 1), "proof.malformed")
	bad("a hash whose unused bits are set", strings.Replace(good, path[0].String(), loose(path[0].String()), 1), "base64.malformed")
	bad("cut off before the checkpoint", good[:strings.Index(good, "\n\n")], "proof.malformed")
	bad("cut off within the signature", good[:len(good)-30], "note.malformed")
	bad("another version of the format", strings.Replace(good, "@v1", "@v2", 1), "proof.malformed")
	bad("the checkpoint of another log", proofOf(text(lay(penalty)), penalty, path, sign("other.example/log\n"+body[strings.Index(body, "\n")+1:], logSigner("other.example/log"))), "checkpoint.origin")
	write(directory, "proofs.json", object{"trust": trust, "quorum": 0, "proofs": proofs})

	// files.json
	files := []object{}
	item := func(index int) object {
		laid := lay(index)
		delete(laid, "uscc")
		laid["index"] = index
		laid["path"] = hexes(log.inclusion(index, size))
		return laid
	}
	file := func(i int) object {
		entries := []object{}
		for _, index := range own(organisations[i]) {
			entries = append(entries, item(index))
		}
		headsEntry := item(heads)
		delete(headsEntry, "content")
		return object{"format": "chengxin-file-proof@v1", "uscc": organisations[i], "day": day, "checkpoint": checkpoint, "entries": entries,
			"nonce": headsOut[i]["nonce"], "siblings": headsOut[i]["siblings"], "heads": headsEntry}
	}
	put := func(what string, file object, code any) {
		files = append(files, object{"what": what, "file": text(file), "refused": code})
	}
	with := func(key string, value any) object {
		other := file(0)
		other[key] = value
		return other
	}
	for i, uscc := range organisations {
		put("all of "+uscc, file(i), nil)
	}
	erased := file(0)
	for _, each := range erased["entries"].([]object) {
		if each["index"] == penalty {
			for _, key := range []string{"time", "salt", "statement", "content"} {
				delete(each, key)
			}
			each["entry"] = hex.EncodeToString(log.entries[penalty].bytes())
		}
	}
	put(fmt.Sprintf("entry %d was erased, entry %d says so", penalty, erasure), erased, nil)
	full := file(0)["entries"].([]object)
	put("the last entry left out", with("entries", full[:len(full)-1]), "file.incomplete")
	put("the first entry left out", with("entries", full[1:]), "file.incomplete")
	put("two entries exchanged", with("entries", append([]object{full[1], full[0]}, full[2:]...)), "file.order")
	put("an entry twice", with("entries", append([]object{full[0]}, full...)), "file.order")
	put("an entry from after the day", with("entries", append(append([]object{}, full...), item(size-2))), "file.order")
	put("an entry of another organisation", with("entries", append([]object{item(own(organisations[1])[0])}, full[1:]...)), "inclusion.root")
	put("under the code of another organisation", with("uscc", organisations[1]), "inclusion.root")
	put("no entries", with("entries", []object{}), "file.incomplete")
	put("another day", with("day", "2026-11-29"), "file.day")
	put("another nonce", with("nonce", headsOut[1]["nonce"]), "file.incomplete")
	put("the siblings of another organisation", with("siblings", headsOut[1]["siblings"]), "file.incomplete")
	put("no siblings", with("siblings", []string{}), "file.incomplete")
	put("257 siblings", with("siblings", strings.Split(strings.TrimSpace(strings.Repeat(strings.Repeat("00", 32)+" ", 257)), " ")), "json.shape")
	put("a beacon in place of the heads", func() object {
		beacon := item(2)
		delete(beacon, "content")
		return with("heads", beacon)
	}(), "file.day")
	put("another version of the format", with("format", "chengxin-file-proof@v2"), "file.malformed")
	put("entries that are no list", with("entries", object{}), "file.malformed")
	put("a further field", with("note", ""), "json.shape")
	write(directory, "files.json", object{"trust": trust, "quorum": 2, "files": files})
}

// The same base64 with the unused bits of its last character set: many decoders accept it.
func loose(canonical string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	at := len(canonical) - 2
	return canonical[:at] + string(alphabet[strings.IndexByte(alphabet, canonical[at])+1]) + "="
}
