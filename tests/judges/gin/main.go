// Loads krakend.json into gin, the router of KrakenD, and answers lines of "METHOD PATH" with the operation that is taken.
// A file that KrakenD would refuse makes gin panic here as well.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"regexp"

	"github.com/gin-gonic/gin"
)

type endpoint struct {
	ID     string `json:"@comment"`
	Path   string `json:"endpoint"`
	Method string `json:"method"`
}

var variable = regexp.MustCompile(`/\{([a-zA-Z\-_0-9]+)\}`)

func main() {
	content, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var file struct{ Endpoints []endpoint }
	if err := json.Unmarshal(content, &file); err != nil {
		panic(err)
	}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.RedirectTrailingSlash = false
	engine.RedirectFixedPath = false
	for _, one := range file.Endpoints {
		id := one.ID
		engine.Handle(one.Method, variable.ReplaceAllString(one.Path, "/:$1"), func(c *gin.Context) { c.String(200, "%s", id) })
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var method, path string
		fmt.Sscan(lines.Text(), &method, &path)
		answer := httptest.NewRecorder()
		engine.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
		id := ""
		if answer.Code == 200 {
			id = answer.Body.String()
		}
		fmt.Fprintln(out, id)
		out.Flush()
	}
}
