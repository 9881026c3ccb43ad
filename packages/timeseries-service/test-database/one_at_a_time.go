package main

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
)

// serveOneAtATime passes on what comes over connections to a server that speaks MongoDB's protocol, one request at a
// time. MongoDB changes a document atomically, also when a filter says what it must be like. FerretDB 1 reads, compares
// and writes in three steps: of two such changes at the same time both may succeed.
func serveOneAtATime(front net.Listener, address string) error {
	var turn sync.Mutex
	for {
		client, err := front.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer client.Close()
			server, err := net.Dial("tcp", address)
			if err != nil {
				return
			}
			defer server.Close()
			for {
				request, err := readMessage(client)
				if err != nil {
					return
				}
				answer, err := exchange(&turn, server, request)
				if err != nil {
					return
				}
				if _, err := client.Write(answer); err != nil {
					return
				}
			}
		}()
	}
}

// exchange sends a request and waits for the answer, if it is one that gets an answer.
func exchange(turn *sync.Mutex, server net.Conn, request message) (message, error) {
	turn.Lock()
	defer turn.Unlock()
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	if !request.isAnswered() {
		return nil, nil
	}
	return readMessage(server)
}

// message is one of the wire protocol, with its header: four numbers of 32 bits, of which the first is the length and
// the last says what it is.
type message []byte

const (
	headerLength  = 16
	longestLength = 48_000_000
	opMsg         = 2013
	moreToCome    = 1 << 1
)

// isAnswered tells whether the sender waits for an answer.
func (m message) isAnswered() bool {
	if binary.LittleEndian.Uint32(m[12:]) != opMsg || len(m) < headerLength+4 {
		return true
	}
	return binary.LittleEndian.Uint32(m[headerLength:])&moreToCome == 0
}

func readMessage(from io.Reader) (message, error) {
	header := make([]byte, headerLength)
	if _, err := io.ReadFull(from, header); err != nil {
		return nil, err
	}
	length := binary.LittleEndian.Uint32(header)
	if length < headerLength || length > longestLength {
		return nil, errors.New("not a message")
	}
	whole := make(message, length)
	copy(whole, header)
	_, err := io.ReadFull(from, whole[headerLength:])
	return whole, err
}
