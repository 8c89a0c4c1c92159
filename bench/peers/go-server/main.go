// The same work as openimds on Go's net/http, to compare with: who asks is found by source address among many instances,
// a stateless 56-character token is verified with HMAC-SHA256 on every read, and the item is looked up by path.
package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"hash"
	"log"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

const (
	metadataPath  = "/latest/meta-data/"
	tokenPath     = "/latest/api/token"
	tokenHeader   = "X-Aws-Ec2-Metadata-Token"
	ttlHeader     = "X-Aws-Ec2-Metadata-Token-Ttl-Seconds"
	tokenBytes    = 40
	sealedBytes   = 16
	ttlSecondsMax = 21600
)

type instance struct {
	id      string
	address string
	binding []byte
}

type item func(*instance) string

var items = map[string]item{
	metadataPath + "ami-id":                      func(*instance) string { return "ami-0123456789abcdef0" },
	metadataPath + "ami-launch-index":            func(*instance) string { return "0" },
	metadataPath + "hostname":                    hostname,
	metadataPath + "instance-id":                 func(i *instance) string { return i.id },
	metadataPath + "instance-type":               func(*instance) string { return "t3.micro" },
	metadataPath + "local-hostname":              hostname,
	metadataPath + "local-ipv4":                  func(i *instance) string { return i.address },
	metadataPath + "mac":                         func(*instance) string { return "02:29:96:8f:6a:2d" },
	metadataPath + "placement/availability-zone": func(*instance) string { return "us-east-1a" },
	metadataPath + "placement/region":            func(*instance) string { return "us-east-1" },
	metadataPath + "reservation-id":              func(*instance) string { return "r-0123456789abcdef0" },
	metadataPath + "security-groups":             func(*instance) string { return "default" },
}

func hostname(i *instance) string { return "ip-" + i.address + ".ec2.internal" }

type server struct {
	instances    map[netip.Addr]*instance
	macs         sync.Pool
	lastModified string
}

func newServer(count int) *server {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		log.Fatal(err)
	}
	s := &server{
		instances:    make(map[netip.Addr]*instance, count),
		lastModified: time.Now().UTC().Format(http.TimeFormat),
	}
	s.macs.New = func() any { return hmac.New(sha256.New, secret) }
	for i := 0; i < count; i++ {
		id := fmt.Sprintf("i-%017x", i)
		s.instances[sourceAddress(i)] = &instance{
			id:      id,
			address: fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255),
			binding: []byte(fmt.Sprintf("session token\n%s\n%d\n", id, time.Now().UnixMilli())),
		}
	}
	return s
}

// sourceAddress is where instance i calls from: the first from 127.0.0.1, the others from 127.1.0.0 on.
func sourceAddress(i int) netip.Addr {
	if i == 0 {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return netip.AddrFrom4([4]byte{127, byte(1 + i>>16), byte(i >> 8), byte(i)})
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	caller, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	found := s.instances[caller.Addr()]
	if found == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	switch r.Method {
	case http.MethodGet:
		s.get(w, r, found)
	case http.MethodPut:
		s.put(w, r, found)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (s *server) get(w http.ResponseWriter, r *http.Request, caller *instance) {
	now := time.Now().UnixMilli()
	expires := s.openToken(caller, r.Header.Get(tokenHeader), now)
	if expires == 0 {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	render := items[r.URL.Path]
	if render == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	body := render(caller)
	header := w.Header()
	header[ttlHeader] = []string{strconv.FormatInt((expires-now+999)/1000, 10)}
	header["Accept-Ranges"] = []string{"none"}
	header["Last-Modified"] = []string{s.lastModified}
	respond(w, body)
}

func (s *server) put(w http.ResponseWriter, r *http.Request, caller *instance) {
	ttl, err := strconv.Atoi(r.Header.Get(ttlHeader))
	if r.URL.Path != tokenPath || err != nil || ttl < 1 || ttl > ttlSecondsMax {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	w.Header()[ttlHeader] = []string{strconv.Itoa(ttl)}
	respond(w, s.sealToken(caller, time.Now().UnixMilli()+int64(ttl)*1000))
}

func respond(w http.ResponseWriter, body string) {
	header := w.Header()
	header["Content-Type"] = []string{"text/plain"}
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	header["Server"] = []string{"EC2ws"}
	w.Write([]byte(body))
}

// A token is 4 bytes of magic, a key id, 6 bytes of expiry, a nonce up to byte 16, and 24 bytes of MAC.
func (s *server) sealToken(caller *instance, expires int64) string {
	var token [tokenBytes]byte
	copy(token[:], []byte{1, 0, 4, 0, 1})
	var text [8]byte
	binary.BigEndian.PutUint64(text[:], uint64(expires))
	copy(token[5:11], text[2:])
	rand.Read(token[11:sealedBytes])
	var sum [sha256.Size]byte
	copy(token[sealedBytes:], s.mac(caller, token[:sealedBytes], sum[:0]))
	return base64.URLEncoding.EncodeToString(token[:])
}

func (s *server) openToken(caller *instance, text string, now int64) int64 {
	var token [tokenBytes + 2]byte
	if len(text) != 56 {
		return 0
	}
	if n, err := base64.URLEncoding.Decode(token[:], []byte(text)); err != nil || n != tokenBytes {
		return 0
	}
	var sum [sha256.Size]byte
	expected := s.mac(caller, token[:sealedBytes], sum[:0])
	if subtle.ConstantTimeCompare(expected[:tokenBytes-sealedBytes], token[sealedBytes:tokenBytes]) == 0 {
		return 0
	}
	var expiry [8]byte
	copy(expiry[2:], token[5:11])
	expires := int64(binary.BigEndian.Uint64(expiry[:]))
	if now >= expires {
		return 0
	}
	return expires
}

func (s *server) mac(caller *instance, sealed, sum []byte) []byte {
	mac := s.macs.Get().(hash.Hash)
	mac.Reset()
	mac.Write(caller.binding)
	mac.Write(sealed)
	sum = mac.Sum(sum)
	s.macs.Put(mac)
	return sum
}

func main() {
	count := flag.Int("instances", 1, "how many instances to know")
	flag.Parse()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	handler := newServer(*count)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	log.Fatal((&http.Server{Handler: handler}).Serve(listener))
}
