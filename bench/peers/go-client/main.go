// Many instances that boot at once: each calls from its own address, takes a token and then reads item after item over one
// connection. Everything it did goes to stdout as one JSON object. One thread over epoll, because net/http or a goroutine
// for each connection would cost more than the servers that are measured.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

const patience = 60 * time.Second

type report struct {
	Seconds          float64 `json:"seconds"`
	ClientCPUSeconds float64 `json:"clientCpuSeconds"`
	Answered         int     `json:"answered"`
	Failed           int     `json:"failed"`
	P50Us            float64 `json:"p50Us"`
	P99Us            float64 `json:"p99Us"`
	MaxUs            float64 `json:"maxUs"`
	Reason           string  `json:"reason,omitempty"`
}

type client struct {
	fd       int
	answered int
	began    time.Time
	token    string
	request  []byte
	answer   []byte
}

type storm struct {
	port      int
	paths     []string
	reads     int
	epoll     int
	clients   map[int]*client
	latencies []time.Duration
	failed    int
	reason    error
}

func (s *storm) connect(index int) error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	if err = syscall.Bind(fd, &syscall.SockaddrInet4{Addr: sourceAddress(index)}); err != nil {
		return err
	}
	began := time.Now()
	err = syscall.Connect(fd, &syscall.SockaddrInet4{Port: s.port, Addr: [4]byte{127, 0, 0, 1}})
	if err != nil && err != syscall.EINPROGRESS {
		return err
	}
	s.clients[fd] = &client{fd: fd, began: began}
	return syscall.EpollCtl(s.epoll, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: syscall.EPOLLOUT, Fd: int32(fd)})
}

func (s *storm) run() {
	events := make([]syscall.EpollEvent, 256)
	end := time.Now().Add(patience)
	for len(s.clients) > 0 && time.Now().Before(end) {
		for at := s.wait(events); at > 0; at-- {
			if c := s.clients[int(events[at-1].Fd)]; c != nil {
				s.goOn(c)
			}
		}
	}
	for _, c := range s.clients {
		s.end(c, fmt.Errorf("not done within %v", patience))
	}
}

// wait, read and write are raw: with one thread there is nobody the scheduler would have to be told for.
func (s *storm) wait(events []syscall.EpollEvent) int {
	count, _, failure := syscall.RawSyscall6(syscall.SYS_EPOLL_PWAIT, uintptr(s.epoll),
		uintptr(unsafe.Pointer(&events[0])), uintptr(len(events)), 1000, 0, 0)
	if failure != 0 {
		return 0
	}
	return int(count)
}

func write(fd int, bytes []byte) int {
	count, _, failure := syscall.RawSyscall(syscall.SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(&bytes[0])), uintptr(len(bytes)))
	if failure != 0 {
		return -1
	}
	return int(count)
}

func read(fd int, bytes []byte) (int, syscall.Errno) {
	count, _, failure := syscall.RawSyscall(syscall.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(&bytes[0])), uintptr(len(bytes)))
	return int(count), failure
}

// goOn reacts to a connection that became writable, which is only looked for once, or readable.
func (s *storm) goOn(c *client) {
	if c.request == nil {
		c.request = []byte(s.head("PUT /latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds: 21600"))
		in := &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(c.fd)}
		if err := syscall.EpollCtl(s.epoll, syscall.EPOLL_CTL_MOD, c.fd, in); err != nil {
			s.end(c, err)
			return
		}
		s.ask(c)
		return
	}
	body, err := c.receive()
	if err != nil {
		s.end(c, err)
	} else if body != nil {
		s.answered(c, body)
	}
}

func (s *storm) answered(c *client, body []byte) {
	s.latencies = append(s.latencies, time.Since(c.began))
	if c.answered == 0 {
		c.token = string(body)
	}
	if c.answered == s.reads {
		s.end(c, nil)
		return
	}
	path := s.paths[c.answered%len(s.paths)]
	c.answered++
	c.request = append(c.request[:0], s.head("GET "+path, "X-aws-ec2-metadata-token: "+c.token)...)
	c.answer = c.answer[:0]
	c.began = time.Now()
	s.ask(c)
}

func (s *storm) ask(c *client) {
	if write(c.fd, c.request) < len(c.request) {
		s.end(c, errors.New("a request could not be sent"))
	}
}

func (s *storm) end(c *client, failure error) {
	syscall.Close(c.fd)
	delete(s.clients, c.fd)
	if failure != nil {
		s.failed++
		s.reason = failure
	}
}

func (s *storm) head(what, field string) string {
	return what + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n" + field + "\r\n\r\n"
}

var input [4096]byte

// receive gives the body once all of the answer is there, and nil before.
func (c *client) receive() ([]byte, error) {
	count, failure := read(c.fd, input[:])
	if failure == syscall.EAGAIN || failure == syscall.EINTR {
		return nil, nil
	}
	if failure != 0 {
		return nil, failure
	}
	if count == 0 {
		return nil, errors.New("the server closed the connection")
	}
	c.answer = append(c.answer, input[:count]...)
	head := bytes.Index(c.answer, []byte("\r\n\r\n"))
	if head < 0 {
		return nil, nil
	}
	if !bytes.HasPrefix(c.answer, []byte("HTTP/1.1 200 ")) {
		return nil, fmt.Errorf("answered by %q", c.answer[:bytes.IndexByte(c.answer, '\r')])
	}
	length, err := contentLength(c.answer[:head])
	if err != nil || len(c.answer) < head+4+length {
		return nil, err
	}
	return c.answer[head+4 : head+4+length], nil
}

func contentLength(head []byte) (int, error) {
	name := []byte("\r\nContent-Length: ")
	at := bytes.Index(head, name)
	if at < 0 {
		return 0, errors.New("an answer has no Content-Length")
	}
	value := head[at+len(name):]
	if end := bytes.IndexByte(value, '\r'); end >= 0 {
		value = value[:end]
	}
	return strconv.Atoi(string(value))
}

// sourceAddress is where instance i calls from: the first from 127.0.0.1, the others from 127.1.0.0 on.
func sourceAddress(i int) [4]byte {
	if i == 0 {
		return [4]byte{127, 0, 0, 1}
	}
	return [4]byte{127, byte(1 + i>>16), byte(i >> 8), byte(i)}
}

func main() {
	port := flag.Int("port", 0, "where the server listens")
	count := flag.Int("clients", 2000, "how many boot at once")
	reads := flag.Int("reads", 60, "items each reads")
	paths := flag.String("paths", "", "what they read in turn, separated by commas")
	flag.Parse()
	debug.SetGCPercent(-1)
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		log.Fatal(err)
	}
	s := &storm{port: *port, paths: strings.Split(*paths, ","), reads: *reads, epoll: epoll, clients: make(map[int]*client, *count)}
	s.latencies = make([]time.Duration, 0, *count*(*reads+1))
	began := time.Now()
	for index := 0; index < *count; index++ {
		if err := s.connect(index); err != nil {
			log.Fatal(err)
		}
	}
	s.run()
	if err := json.NewEncoder(os.Stdout).Encode(s.summary(time.Since(began))); err != nil {
		log.Fatal(err)
	}
}

func (s *storm) summary(took time.Duration) report {
	result := report{Seconds: took.Seconds(), ClientCPUSeconds: usedSeconds(), Answered: len(s.latencies), Failed: s.failed}
	if s.reason != nil {
		result.Reason = s.reason.Error()
	}
	all := s.latencies
	if len(all) == 0 {
		return result
	}
	sort.Slice(all, func(a, b int) bool { return all[a] < all[b] })
	us := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }
	result.P50Us, result.P99Us, result.MaxUs = us(all[len(all)/2]), us(all[len(all)*99/100]), us(all[len(all)-1])
	return result
}

func usedSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}
