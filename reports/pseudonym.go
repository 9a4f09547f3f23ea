package reports

import (
	"crypto/hmac"
	"crypto/sha256"
)

// crockford are the digits of Crockford's base 32: nobody mistakes one for another, aloud or on paper.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// pseudonym is what a person is called instead of their name, such as "Person 7QF2-K9XM": 40 bits of a keyed hash of their key in
// facts.people. It stays from night to night while that key does and the organisation's own does; who does not have the latter
// cannot tell who it is by trying all names.
func (p Privacy) pseudonym(person string) string {
	mac := hmac.New(sha256.New, p.Key)
	mac.Write([]byte("fewhands person\x00" + person))
	var digits [8]byte
	bits := uint64(0)
	for _, b := range mac.Sum(nil)[:5] {
		bits = bits<<8 | uint64(b)
	}
	for i := range digits {
		digits[len(digits)-1-i] = crockford[bits&31]
		bits >>= 5
	}
	return "Person " + string(digits[:4]) + "-" + string(digits[4:])
}
