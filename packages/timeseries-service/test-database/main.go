// A server for tests where there is no MongoDB: FerretDB, which speaks its protocol, with its data in SQLite.
//
// Arguments: folder, which must exist, and port on loopback. It ends with its standard input, so that it does not
// outlive whoever started it and holds the other end.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	if len(os.Args) != 3 {
		fail("arguments: folder, port")
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	// The operating system has every change before it is answered, so that a kill of this process loses nothing. It need
	// not be on the disk.
	data := url.URL{Scheme: "file", OmitHost: true, Path: os.Args[1] + "/", RawQuery: "_pragma=synchronous(off)"}
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		Handler:   "sqlite",
		SQLiteURL: data.String(),
	})
	if err != nil {
		fail(err)
	}
	go func() {
		fail(server.Run(context.Background()))
	}()
	address, err := url.Parse(server.MongoDBURI())
	if err != nil {
		fail(err)
	}
	front, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", os.Args[2]))
	if err != nil {
		fail(err)
	}
	fail(serveOneAtATime(front, address.Host))
}

func fail(reason any) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
