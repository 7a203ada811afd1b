// Finds the counter of an ALTCHA puzzle (version 2, SHA-256) in a worker: plain SHA-256, because crypto.subtle is missing
// on addresses without https. Message: salt, nonce, counter as four bytes; `cost` rounds; the digest starts with keyPrefix.
"use strict";

const K = [];
const START = [];
(function constants() {
  for (let n = 2; K.length < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (START.length < 8) START.push(fraction(Math.sqrt(n)));
    K.push(fraction(Math.cbrt(n)));
  }
}());

function fraction(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }

const words = new Int32Array(64);

// One block: `bytes` of at most 55 bytes.
function sha256(bytes) {
  words.fill(0, 0, 16);
  for (let i = 0; i < bytes.length; i += 1) words[i >> 2] |= bytes[i] << (24 - (i & 3) * 8);
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length & 3) * 8);
  words[15] = bytes.length * 8;
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15], y = words[i - 2];
    const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3);
    const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i += 1) {
    const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  const digest = new Uint8Array(32);
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    const sum = (value + START[i]) | 0;
    digest[4 * i] = sum >>> 24; digest[4 * i + 1] = sum >>> 16; digest[4 * i + 2] = sum >>> 8; digest[4 * i + 3] = sum;
  });
  return digest;
}

function fromHex(text) {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(text.substr(2 * i, 2), 16);
  return bytes;
}

function toHex(bytes) { return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(""); }

function solve(parameters, most) {
  const salt = fromHex(parameters.salt), nonce = fromHex(parameters.nonce), prefix = fromHex(parameters.keyPrefix);
  const message = new Uint8Array(salt.length + nonce.length + 4);
  message.set(salt); message.set(nonce, salt.length);
  const view = new DataView(message.buffer), at = salt.length + nonce.length;
  for (let counter = 0; counter < most; counter += 1) {
    view.setUint32(at, counter);
    let digest = sha256(message);
    for (let round = 1; round < parameters.cost; round += 1) digest = sha256(digest);
    let same = true;
    for (let i = 0; i < prefix.length; i += 1) if (digest[i] !== prefix[i]) { same = false; break; }
    if (same) return { counter: counter, derivedKey: toHex(digest.subarray(0, parameters.keyLength)) };
  }
  return null;
}

onmessage = (event) => postMessage(solve(event.data, 5000000));
