"""How people would write what a search composes: `found -> better`.

`A B C` stand for expressions that use none of the names that the pattern binds, `E P` for any, `K` for a constant,
`N M` for numbers, `F` for a function's name, `x y` for names that a loop binds. A rule is tried where it fits and kept
only when the whole expression still gives the same values, of the same types, on all points. That makes rules safe that
hold for some types of operands only: the types are seen on any point. `DEPENDING` lists those for which values matter
too.
"""

ANYWHERE = """
not A == B -> A != B
not A != B -> A == B
not A < B -> A >= B
not A <= B -> A > B
not A > B -> A <= B
not A >= B -> A < B
not A in B -> A not in B
not A not in B -> A in B
not not A -> A
not not A -> bool(A)
A == True -> A
K == A -> A == K
K != A -> A != K
K < A -> A > K
K > A -> A < K
K <= A -> A >= K
K >= A -> A <= K
A[::-1] == A -> A == A[::-1]
sorted(A) == A -> A == sorted(A)
True if A else False -> A
False if A else True -> not A
A if not B else C -> C if B else A
A if A else B -> A or B
A if B else A -> A
A if N else B -> A
A and A -> A
A or A -> A
A <= B and B <= C -> A <= B <= C
A < B and B < C -> A < B < C
A < B and B <= C -> A < B <= C
A <= B and B < C -> A <= B < C
A >= B and A <= C -> B <= A <= C
A > B and A < C -> B < A < C
A >= B and A < C -> B <= A < C
A > B and A <= C -> B < A <= C
A <= C and A >= B -> B <= A <= C
A <= C and A > B -> B < A <= C
A < C and A >= B -> B <= A < C
A < C and A > B -> B < A < C
A == B and B == C -> A == B == C
A == K or A == B -> A in (K, B)
A != K and A != B -> A not in (K, B)
len(A) == 0 -> not A
len(A) < 1 -> not A
len(A) <= 1 -> len(A) < 2
len(A) >= 1 -> len(A) > 0
len(A) != 0 -> len(A) > 0
A == '' -> not A
A == [] -> not A
A + -B -> A - B
A - -B -> A + B
-A + B -> B - A
N + A -> A + N
0 - A -> -A
-(A - B) -> B - A
--A -> A
A * -1 -> -A
-1 * A -> -A
A + (B + C) -> A + B + C
A + (B - C) -> A + B - C
A * 1 -> A
1 * A -> A
A + 0 -> A
A - 0 -> A
A ** 1 -> A
A + A -> 2 * A
A * A -> A ** 2
A ** 0.5 -> math.sqrt(A)
A + '' -> A
'' + A -> A
A + [] -> A
[] + A -> A
A - B < 0 -> A < B
A - B > 0 -> A > B
A - B <= 0 -> A <= B
A - B >= 0 -> A >= B
abs(abs(A)) -> abs(A)
abs(-A) -> abs(A)
max(A, A) -> A
min(A, A) -> A
max(A, max(B, C)) -> max(A, B, C)
max(max(A, B), C) -> max(A, B, C)
min(A, min(B, C)) -> min(A, B, C)
min(min(A, B), C) -> min(A, B, C)
int(A) -> A
float(A) -> A
str(A) -> A
bool(A) -> A
math.floor(A / B) -> A // B
A[0:B] -> A[:B]
A[0:] -> A
A[B:len(A)] -> A[B:]
A[:len(A)] -> A
A[:len(A) - 1] -> A[:-1]
A[len(A) - 1] -> A[-1]
A[1:][0] -> A[1]
A[1:][1:] -> A[2:]
A[:-1][:-1] -> A[:-2]
A[:-1][-1] -> A[-2]
A[:-1][0] -> A[0]
A[1:][-1] -> A[-1]
A[::-1][0] -> A[-1]
A[::-1][-1] -> A[0]
A[::-1][::-1] -> A
list(A)[B] -> A[B]
sorted(A)[0] -> min(A)
sorted(A)[-1] -> max(A)
sorted(A, reverse=True)[0] -> max(A)
sorted(A, reverse=True)[-1] -> min(A)
sorted(A)[::-1] -> sorted(A, reverse=True)
sorted(A, reverse=True)[::-1] -> sorted(A)
list(sorted(A)) -> sorted(A)
sorted(sorted(A), key=F) -> sorted(A, key=lambda x: (F(x), x))
sorted(sorted(A), key=lambda x: E) -> sorted(A, key=lambda x: (E, x))
sorted(sorted(A), key=F, reverse=True) -> sorted(A, key=lambda x: (-F(x), x))
sorted(sorted(A), key=lambda x: E, reverse=True) -> sorted(A, key=lambda x: (-E, x))
next(iter([E for x in A if P]), B) -> next((E for x in A if P), B)
set(set(A)) -> set(A)
list(list(A)) -> list(A)
sorted(A, key=lambda x: x) -> sorted(A)
max(A, key=lambda x: x) -> max(A)
min(A, key=lambda x: x) -> min(A)
sorted(A, key=lambda x: -x) -> sorted(A, reverse=True)
max(A, key=lambda x: -x) -> min(A)
min(A, key=lambda x: -x) -> max(A)
sorted(A, key=lambda x: -E) -> sorted(A, key=lambda x: E, reverse=True)
max(A, key=lambda x: -E) -> min(A, key=lambda x: E)
min(A, key=lambda x: -E) -> max(A, key=lambda x: E)
lambda x: F(x) -> F
lambda x: A.count(x) -> A.count
lambda x: A[x] -> A.get
lambda x: x.lower() -> str.lower
lambda x: x.upper() -> str.upper
[x for x in A] -> list(A)
{x for x in A} -> set(A)
{x for x in A if x in B} -> set(A) & set(B)
{x for x in A if x not in B} -> set(A) - set(B)
sorted((x for x in set(A) if x in B)) -> sorted(set(A) & set(B))
sorted((x for x in set(A) if x not in B)) -> sorted(set(A) - set(B))
[A[x] for x in A] -> list(A.values())
[x[0] for x in A.items()] -> list(A)
[x[1] for x in A.items()] -> list(A.values())
{x: A[x] for x in A} -> dict(A)
{x: y for x, y in A.items()} -> dict(A)
{x: y for x, y in A} -> dict(A)
(x for x in A) -> A
[E for x in A][0] -> next(E for x in A)
[E for x in A if P][0] -> next(E for x in A if P)
[E for x in [y for y in A if P]] -> [E for x in A if P]
len([x for x in A if P]) -> sum(1 for x in A if P)
len([E for x in A]) -> len(A)
len([E for x in A]) -> len(list(A))
len([E for x, y in A]) -> len(A)
len([E for x, y in A]) -> len(list(A))
max(len(A), 0) -> len(A)
len(list(A)) -> len(A)
sum((1 for x in A if x == B)) -> A.count(B)
sum((1 for x in A if B == x)) -> A.count(B)
sum((1 for x in A)) -> len(A)
sum((1 for x in A if P)) > 0 -> any((P for x in A))
sum((1 for x in A if P)) >= 1 -> any((P for x in A))
sum((1 for x in A if P)) == 0 -> not any((P for x in A))
sum((1 for x in A if P)) == len(A) -> all((P for x in A))
len({x for x in A}) -> len(set(A))
sum((E if P else 0 for x in A)) -> sum((E for x in A if P))
any((x == A for x in B)) -> A in B
any((A == x for x in B)) -> A in B
not any((not E for x in A)) -> all((E for x in A))
not all((not E for x in A)) -> any((E for x in A))
all((not E for x in A)) -> not any((E for x in A))
any((not E for x in A)) -> not all((E for x in A))
A in dict(collections.Counter(B)) -> A in set(B)
dict(collections.Counter(A)).items() -> collections.Counter(A).items()
list(dict(collections.Counter(A)).values()) -> list(collections.Counter(A).values())
dict(collections.Counter(A)).get -> collections.Counter(A).get
len(dict(collections.Counter(A))) -> len(set(A))
max(dict(A), key=A.get) -> max(A, key=A.get)
min(dict(A), key=A.get) -> min(A, key=A.get)
A in list(B) -> A in B
A in set(B) -> A in B
A not in list(B) -> A not in B
A.count(B) > 0 -> B in A
A.count(B) != 0 -> B in A
A.count(B) >= 1 -> B in A
A.count(B) == 0 -> B not in A
A.find(B) != -1 -> B in A
A.find(B) >= 0 -> B in A
A.find(B) == -1 -> B not in A
A.find(B) == 0 -> A.startswith(B)
A[:len(B)] == B -> A.startswith(B)
A.lower().lower() -> A.lower()
A.upper().upper() -> A.upper()
A.strip().strip() -> A.strip()
A.strip().split() -> A.split()
''.join(list(A)) -> A
''.join([A]) -> A
[A] + [B] -> [A, B]
[A, B][0] -> A
[A, B][1] -> B
[A, B][-1] -> B
sum([A, B]) -> A + B
max([A, B]) -> max(A, B)
min([A, B]) -> min(A, B)
len(N * A) -> N * len(A)
bin(A)[2:].count('1') -> A.bit_count()
bin(A).count('1') -> A.bit_count()
A.join(''.join(B)) -> A.join(B)
''.join((x.upper() for x in A)) -> A.upper()
''.join((x.lower() for x in A)) -> A.lower()
''.join((x.swapcase() for x in A)) -> A.swapcase()
math.prod(list(A)) -> math.prod(A)
dict(list(A.items())) -> dict(A)
range(0, A) -> range(A)
"""
"""Everywhere in an expression."""

CONDITIONS = """
len(A) > 0 -> A
bool(A) -> A
A[N:] -> len(A) > N
A[N::M] -> len(A) > N
A and True -> A
A or False -> A
A != '' -> A
A != [] -> A
A if B else False -> B and A
True if A else B -> A or B
"""
"""Where only the truth of a value matters."""

LOOPED_OVER = """
[A] + B -> [A, *B]
A[::-1] -> reversed(A)
list(A) -> A
tuple(A) -> A
A.keys() -> A
dict(collections.Counter(A)) -> collections.Counter(A)
"""
"""Where a value is only looped over, once."""

UNORDERED = """
sorted(A) -> A
sorted(A, reverse=True) -> A
reversed(A) -> A
A[::-1] -> A
dict.fromkeys(A) -> set(A)
"""
"""Where a value is looped over and the order makes no difference."""

HEADERS = """
for x, y in enumerate(A) -> for y in A
for x, y in enumerate(A) -> for x in range(len(A))
for x, y in A.items() -> for x in A
for x, y in A.items() -> for y in A.values()
for x, y in zip(A, A[1:]) -> for x, y in itertools.pairwise(A)
for x, y in zip(A[:-1], A[1:]) -> for x, y in itertools.pairwise(A)
for x, y in list(zip(A, B)) -> for x, y in zip(A, B)
for x, y in itertools.pairwise(A) -> for y in A[1:]
for x, y in itertools.pairwise(A) -> for x in A[:-1]
for x in A[::-1] -> for x in reversed(A)
"""
"""The headers of loops; names that are gone must not be needed."""

DEPENDING = frozenset({
    "not A < B -> A >= B", "not A <= B -> A > B", "not A > B -> A <= B", "not A >= B -> A < B",
    "sorted(sorted(A), key=lambda x: E, reverse=True) -> sorted(A, key=lambda x: (-E, x))",
    "A == '' -> not A", "A == [] -> not A", "A != '' -> A", "A != [] -> A",
    "math.floor(A / B) -> A // B",
    "sum((1 for x in A if x == B)) -> A.count(B)", "sum((1 for x in A if B == x)) -> A.count(B)",
    "any((x == A for x in B)) -> A in B", "any((A == x for x in B)) -> A in B",
    "''.join((x.lower() for x in A)) -> A.lower()", "''.join((x.swapcase() for x in A)) -> A.swapcase()",
    "A.join(''.join(B)) -> A.join(B)",
    "{x for x in A if x in B} -> set(A) & set(B)", "{x for x in A if x not in B} -> set(A) - set(B)",
    "sorted((x for x in set(A) if x in B)) -> sorted(set(A) & set(B))",
    "sorted((x for x in set(A) if x not in B)) -> sorted(set(A) - set(B))",
    "{x: A[x] for x in A} -> dict(A)",
    "A in list(B) -> A in B", "A in set(B) -> A in B", "A not in list(B) -> A not in B",
})  # fmt: skip
"""What these need besides types: comparisons of numbers and texts, not of sets or with NaN; emptiness of a text or a
list; quotients that a float holds exactly; single characters when looked for in a text or joined; items that can be
hashed; keys, for what is no list; numbers as keys of an order; no Greek sigma at the end of a word. A probe on which
that is not so shows it."""
