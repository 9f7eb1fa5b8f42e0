// Checks a ledger's log with Go's own reader of such logs, which Wavebook did not write: golang.org/x/mod/sumdb.
// It takes JSON on its standard input and ends with 1 and a sentence when something does not hold.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	URL, Token, VerifierKey string
	Index                   int64
	Envelope                string
	Inclusion               []string
	From                    int64
	FromRoot                string
	Consistency             []string
}

func must(what string, err error) {
	if err != nil {
		fmt.Printf("%s: %v\n", what, err)
		os.Exit(1)
	}
}

func hash(text string) tlog.Hash {
	h, err := tlog.ParseHash(text)
	must("hash "+text, err)
	return h
}

func hashes(texts []string) []tlog.Hash {
	all := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		all[i] = hash(text)
	}
	return all
}

type log struct{ url, token string }

func (l log) get(path string) ([]byte, error) {
	request, err := http.NewRequest("GET", l.url+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+l.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	return io.ReadAll(response.Body)
}

func (l log) Height() int { return 8 }

// Go's paths name the height of tiles, those of C2SP do not.
func (l log) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		bytes, err := l.get("/log/tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

func (l log) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	var in input
	must("input", json.NewDecoder(os.Stdin).Decode(&in))
	server := log{in.URL, in.Token}

	verifier, err := note.NewVerifier(in.VerifierKey)
	must("verifier key", err)
	signed, err := server.get("/log/checkpoint")
	must("checkpoint", err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must("signature", err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		must("checkpoint", fmt.Errorf("not as expected: %q", opened.Text))
	}
	var size int64
	_, err = fmt.Sscan(lines[1], &size)
	must("size", err)
	root := hash(lines[2])

	leaf := tlog.RecordHash([]byte(in.Envelope))
	must("inclusion", tlog.CheckRecord(hashes(in.Inclusion), size, root, in.Index, leaf))
	must("consistency", tlog.CheckTree(hashes(in.Consistency), size, root, in.From, hash(in.FromRoot)))

	// Reads tiles over HTTP, and holds each against the root before it is believed.
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, server)
	read, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, in.Index)})
	must("tiles", err)
	if read[0] != leaf {
		must("tiles", fmt.Errorf("leaf %d is not the event", in.Index))
	}
	proved, err := tlog.ProveRecord(size, in.Index, reader)
	must("tiles", err)
	if len(proved) != len(in.Inclusion) || (len(proved) > 0 && proved[0] != hash(in.Inclusion[0])) {
		must("tiles", fmt.Errorf("the proof made of tiles is another one"))
	}
	bundle, err := server.get(fmt.Sprintf("/log/tile/entries/%03d%s", in.Index/256, partOf(size, in.Index/256)))
	must("entries", err)
	for at := int64(0); at < in.Index%256; at++ {
		bundle = bundle[2+int(bundle[0])<<8+int(bundle[1]):]
	}
	if entry := bundle[2 : 2+int(bundle[0])<<8+int(bundle[1])]; string(entry) != in.Envelope {
		must("entries", fmt.Errorf("the bundle holds %s", base64.StdEncoding.EncodeToString(entry)))
	}
	fmt.Printf("ok: %d leaves\n", size)
}

func partOf(size, n int64) string {
	if rest := size - n*256; rest < 256 {
		return fmt.Sprintf(".p/%d", rest)
	}
	return ""
}
