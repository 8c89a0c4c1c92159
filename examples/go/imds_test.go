// A metadata service for the tests of a package, through the openimds command: go test.
package application

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

var ready struct {
	Imds      struct{ Url string }
	Instances []struct{ Id string }
}

func TestMain(m *testing.M) {
	command := os.Getenv("OPENIMDS")
	if command == "" {
		command = "npx openimds"
	}
	words := append(strings.Fields(command), "up", "--ephemeral", "--port", "0", "--api-port", "0", "--json")
	up := exec.Command(words[0], words[1:]...)
	up.Stderr = os.Stderr
	output, err := up.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := up.Start(); err != nil {
		panic(err)
	}
	line, err := bufio.NewReader(output).ReadBytes('\n')
	if err != nil {
		panic("openimds did not start")
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		panic(err)
	}
	os.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", ready.Imds.Url)
	code := m.Run()
	up.Process.Signal(syscall.SIGTERM)
	up.Wait()
	os.Exit(code)
}

func do(t *testing.T, method, path, header, value string) string {
	t.Helper()
	request, err := http.NewRequest(method, ready.Imds.Url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set(header, value)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(path, answer.Status, err)
	}
	return string(body)
}

func TestReadsWhoItIs(t *testing.T) {
	token := do(t, "PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "60")
	id := do(t, "GET", "/latest/meta-data/instance-id", "X-aws-ec2-metadata-token", token)
	if id != ready.Instances[0].Id {
		t.Fatalf("got %s", id)
	}
}
