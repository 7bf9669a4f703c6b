package lead

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
)

// Mark gives what is left of an address after an erasure: 128 bits of HMAC-SHA256 (RFC 2104) under the host's key, in hexadecimal. With it the host recognises the address of somebody who is not to be contacted or
// taken in again, and nobody who lacks the key can try addresses out. An email address is one in upper and lower case; of a telephone number only the digits and a leading + count.
func Mark(key []byte, address string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(plainAddress(address)))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

func plainAddress(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if strings.Contains(s, "@") {
		return s
	}
	plus := strings.HasPrefix(s, "+")
	s = strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
	if plus {
		return "+" + s
	}
	return s
}

// Keep adds marks of somebody who is erased.
func (st *State) Keep(marks []string) {
	all := append(slices.Clone(st.Marks), marks...)
	slices.Sort(all)
	if st.Marks = slices.Compact(all); len(st.Marks) > MostMarks {
		st.Marks = st.Marks[:MostMarks]
	}
}
