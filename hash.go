package leadkit

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/leadkit/leadkit/internal/document"
)

// hash gives a contract's identity: 128 bits of SHA-256 over its canonical form, in hexadecimal. Prose, comments, the order of what has no order
// and the spelling of expressions are left out.
func (c *Contract) hash() string {
	sum := sha256.Sum256(document.Canonical(c))
	return hex.EncodeToString(sum[:16])
}

// YAML writes the contract as [Parse] reads it. What has its zero value is left out.
func (c *Contract) YAML() ([]byte, error) { return document.YAML(c) }

// JSON writes the contract as [Parse] reads it.
func (c *Contract) JSON() ([]byte, error) { return document.JSON(c) }
