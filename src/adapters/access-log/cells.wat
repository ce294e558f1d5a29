;; Cuts a line into cells by a shape that was learned from earlier lines, and knows texts again that were there before.
;; `node src/build/bytes-wasm.ts` turns it into cells-wasm.ts; a test says when that was forgotten.
;; All functions may load up to 16 bytes behind what they are given.
(module
  (import "log" "memory" (memory 1))

  ;; Texts that are known: 4,096 entries of hash, place and length (zero = free), and where the next text is kept.
  (global $table (mut i32) (i32.const 0))
  (global $free (mut i32) (i32.const 0))
  (global $limit (mut i32) (i32.const 0))
  (global $count (mut i32) (i32.const 0))

  ;; Cuts [at, end) into cells: beginning and end of each at `cells`. A shape is a list of a literal's place, its length, and
  ;; what follows it: 0 = the end of the line, 1 = text up to a `stop`, 2 = a number, true, false or null, 3 = text up to the end
  ;; of the line. Gives 0 when the line has another shape. Behind the line stands a line end.
  (func (export "cut") (param $at i32) (param $end i32) (param $shape i32) (param $stop i32) (param $cells i32) (result i32)
    (local $length i32) (local $kind i32)
    (loop $parts
      (local.set $length (i32.load offset=4 (local.get $shape)))
      (local.set $kind (i32.load offset=8 (local.get $shape)))
      (if (i32.gt_u (i32.add (local.get $at) (local.get $length)) (local.get $end)) (then (return (i32.const 0))))
      (if (i32.eqz (call $same (local.get $at) (i32.load (local.get $shape)) (local.get $length)))
        (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (local.get $length)))
      (if (i32.eqz (local.get $kind)) (then (return (i32.eq (local.get $at) (local.get $end)))))
      (i32.store (local.get $cells) (local.get $at))
      (if (i32.eq (local.get $kind) (i32.const 2))
        (then (local.set $at (call $plain (local.get $at))))
        (else
          (local.set $at (call $text (local.get $at) (local.get $stop)))
          (if (i32.eq (local.get $kind) (i32.const 1))
            (then
              (if (i32.ne (i32.load8_u (local.get $at)) (local.get $stop)) (then (return (i32.const 0)))))
            (else
              (if (i32.ne (local.get $at) (local.get $end)) (then (return (i32.const 0))))))))
      (if (i32.gt_u (local.get $at) (local.get $end)) (then (return (i32.const 0))))
      (i32.store offset=4 (local.get $cells) (local.get $at))
      (local.set $cells (i32.add (local.get $cells) (i32.const 8)))
      (local.set $shape (i32.add (local.get $shape) (i32.const 12)))
      (br $parts))
    (unreachable))

  ;; The first `stop`, quote, backslash or control character.
  (func $text (param $at i32) (param $stop i32) (result i32)
    (local $bytes v128) (local $bits i32) (local $stops v128)
    (local.set $stops (i8x16.splat (local.get $stop)))
    (loop $sixteen
      (local.set $bytes (v128.load (local.get $at)))
      (local.set $bits (i8x16.bitmask (v128.or
        (v128.or
          (i8x16.eq (local.get $bytes) (local.get $stops))
          (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 34))))
        (v128.or
          (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 92)))
          (i8x16.lt_u (local.get $bytes) (i8x16.splat (i32.const 32)))))))
      (if (local.get $bits) (then (return (i32.add (local.get $at) (i32.ctz (local.get $bits))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $sixteen))
    (unreachable))

  ;; Behind a number of JSON without an exponent, true, false or null; else -1 (behind every line, without a sign).
  (func $plain (param $at i32) (result i32)
    (local $from i32) (local $word i32)
    (local.set $word (i32.load (local.get $at)))
    (if (i32.or (i32.eq (local.get $word) (i32.const 0x65757274)) (i32.eq (local.get $word) (i32.const 0x6c6c756e)))
      (then (return (i32.add (local.get $at) (i32.const 4)))))
    (if (i32.and
          (i32.eq (local.get $word) (i32.const 0x736c6166))
          (i32.eq (i32.load8_u offset=4 (local.get $at)) (i32.const 0x65)))
      (then (return (i32.add (local.get $at) (i32.const 5)))))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 45)) (then (local.set $at (i32.add (local.get $at) (i32.const 1)))))
    (local.set $from (local.get $at))
    (local.set $at (call $digits (local.get $at)))
    (if (i32.eq (local.get $at) (local.get $from)) (then (return (i32.const -1))))
    ;; 007 is no number.
    (if (i32.and
          (i32.eq (i32.load8_u (local.get $from)) (i32.const 48))
          (i32.ne (local.get $at) (i32.add (local.get $from) (i32.const 1))))
      (then (return (i32.const -1))))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 46))
      (then
        (local.set $from (i32.add (local.get $at) (i32.const 1)))
        (local.set $at (call $digits (local.get $from)))
        (if (i32.eq (local.get $at) (local.get $from)) (then (return (i32.const -1))))))
    (local.get $at))

  ;; Behind the digits.
  (func $digits (param $at i32) (result i32)
    (loop $next
      (if (i32.lt_u (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)) (i32.const 10))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))))
    (local.get $at))

  ;; Whether `length` bytes at both places are the same.
  (func $same (param $one i32) (param $other i32) (param $length i32) (result i32)
    (block $rest
      (loop $eight
        (br_if $rest (i32.lt_u (local.get $length) (i32.const 8)))
        (if (i64.ne (i64.load (local.get $one)) (i64.load (local.get $other))) (then (return (i32.const 0))))
        (local.set $one (i32.add (local.get $one) (i32.const 8)))
        (local.set $other (i32.add (local.get $other) (i32.const 8)))
        (local.set $length (i32.sub (local.get $length) (i32.const 8)))
        (br $eight)))
    (i64.eq (call $few (local.get $one) (local.get $length)) (call $few (local.get $other) (local.get $length))))

  ;; Fewer than eight bytes as a number.
  (func $few (param $at i32) (param $length i32) (result i64)
    (i64.and
      (i64.load (local.get $at))
      (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (i32.shl (local.get $length) (i32.const 3)))) (i64.const 1))))

  ;; Forget all texts: the table (48 kB) is at `table`, and texts are kept from `free` to `limit`.
  (func (export "forget") (param $at i32) (param $from i32) (param $to i32)
    (memory.fill (local.get $at) (i32.const 0) (i32.const 49152))
    (global.set $table (local.get $at))
    (global.set $free (local.get $from))
    (global.set $limit (local.get $to))
    (global.set $count (i32.const 0)))

  (func $hash (param $at i32) (param $length i32) (result i32)
    (local $hash i64)
    (local.set $hash (i64.extend_i32_u (local.get $length)))
    (block $rest
      (loop $eight
        (br_if $rest (i32.lt_u (local.get $length) (i32.const 8)))
        (local.set $hash (call $mix (local.get $hash) (i64.load (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (local.set $length (i32.sub (local.get $length) (i32.const 8)))
        (br $eight)))
    (local.set $hash (call $mix (local.get $hash) (call $few (local.get $at) (local.get $length))))
    ;; Never zero, which is a free entry.
    (i32.or (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 32))) (i32.const 1)))

  ;; A multiplication by an odd number without pattern (2^64 divided by the golden ratio), and its upper half brought down.
  (func $mix (param $hash i64) (param $word i64) (result i64)
    (local.set $hash (i64.mul (i64.xor (local.get $hash) (local.get $word)) (i64.const 0x9e3779b97f4a7c15)))
    (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 29))))

  ;; The number of a text in the table, plus 4,096 when it is new there; -1 when there is no room for it.
  (func (export "know") (param $at i32) (param $end i32) (result i32)
    (local $length i32) (local $hash i32) (local $number i32) (local $entry i32)
    (local.set $length (i32.sub (local.get $end) (local.get $at)))
    (local.set $hash (call $hash (local.get $at) (local.get $length)))
    (local.set $number (i32.shr_u (local.get $hash) (i32.const 20)))
    (loop $probe
      (local.set $entry (i32.add (global.get $table) (i32.mul (local.get $number) (i32.const 12))))
      (if (i32.eqz (i32.load (local.get $entry))) (then
        ;; A quarter stays free, so that the way is short.
        (if (i32.or
              (i32.ge_u (global.get $count) (i32.const 3072))
              (i32.gt_u (i32.add (global.get $free) (local.get $length)) (global.get $limit)))
          (then (return (i32.const -1))))
        (memory.copy (global.get $free) (local.get $at) (local.get $length))
        (i32.store (local.get $entry) (local.get $hash))
        (i32.store offset=4 (local.get $entry) (global.get $free))
        (i32.store offset=8 (local.get $entry) (local.get $length))
        (global.set $free (i32.add (global.get $free) (local.get $length)))
        (global.set $count (i32.add (global.get $count) (i32.const 1)))
        (return (i32.add (local.get $number) (i32.const 4096)))))
      (if (i32.eq (i32.load (local.get $entry)) (local.get $hash)) (then
        (if (i32.eq (i32.load offset=8 (local.get $entry)) (local.get $length)) (then
          (if (call $same (i32.load offset=4 (local.get $entry)) (local.get $at) (local.get $length))
            (then (return (local.get $number))))))))
      (local.set $number (i32.and (i32.add (local.get $number) (i32.const 1)) (i32.const 4095)))
      (br $probe))
    (unreachable)))
