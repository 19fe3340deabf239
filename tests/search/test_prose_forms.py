"""Turns of phrase: each is found where it is said, with its span, and not where the words say something else."""

import pytest

from fixture import read_fixture
from lift_server.engines.embedded.prose.forms import FORMS
from lift_server.engines.embedded.prose.reading import read

TYPES = {"xs": "list[int]", "k": "int"}

FOUND = """
sorted descending | The numbers $<s>sorted in descending order$</s>. | The stairs descending from xs.
sorted by length | The words $<s>sorted by length$</s>. | The length of each sort.
sorted by absolute value | The numbers $<s>sorted by absolute value$</s>. | The absolute value of the last one.
sorted alphabetically | The names $<s>sorted alphabetically$</s>. | The names in the alphabet.
sorted | The numbers $<s>sorted in ascending order$</s>. | The sort of number that I like.
reversed | The text $<s>backwards$</s>. | The text as it is.
palindrome | Whether the text is a $<s>palindrome$</s>. | Whether the text is a pal.
first n | $<s>The first three words$</s> of the text. | The first of three words.
last n | $<s>The last 2 items$</s>. | The last of 2 items.
n largest | $<s>The 3 largest numbers$</s>. | The number 3 is large.
n smallest | $<s>The two smallest values$</s>. | Two values, both small.
every other | $<s>Every other item$</s>. | Every item and the other one.
every third | $<s>Every third item$</s>. | Every item thrice.
every nth | $<s>Every k-th item$</s> of xs. | Every item.
even positions | The letters $<s>at even positions$</s>. | The even numbers.
odd positions | The items $<s>at odd indices$</s>. | The odd items.
all but the first | $<s>All but the first item$</s>. | All but not the first.
all but the last | $<s>Everything except the last item$</s>. | Everything, the last item too.
second largest | The $<s>second largest$</s> number. | The second, a large number.
second smallest | The $<s>second smallest$</s> number. | The second, a small number.
longest | $<s>The longest word$</s>. | How long the word is.
shortest | $<s>The shortest word$</s>. | A short word.
most common | $<s>The most common item$</s>. | The common items of most lists.
maximum | $<s>The largest$</s> number. | A large number.
minimum | $<s>The smallest$</s> number. | A small number.
divides | The largest number that $<s>divides k evenly$</s>. | Divide and rule.
more than once | The items that $<s>occur more than once$</s>. | Once upon a time.
closest | The number $<s>closest to zero$</s>. | A close friend.
sorted with ties | The people, $<s>sorted by age, then$</s> by name. | They are sorted by age.
sorted by second | The pairs $<s>sorted by their second element$</s>. | The second element is sorted.
sorted by last | The words $<s>sorted by their last letter$</s>. | The last of them is sorted.
nth largest | The $<s>3rd largest$</s> number. | The largest, the 3rd time.
nth smallest | The $<s>k-th smallest$</s> one. | The smallest, the 3rd time.
spread | The $<s>difference between the largest and the smallest$</s> number. | The largest difference.
middle | $<s>The middle element$</s>. | In the middle of it.
capped | The sum, $<s>capped at 10$</s>. | A cap on 10.
not below | The difference, $<s>but at least 1$</s>. | There are at least 2.
initials | $<s>The first letter of each word$</s>. | The first of each.
first word | $<s>The first word of the text$</s>. | The first of the words.
last word | $<s>The last word of the text$</s>. | The last of the words.
number of words | The $<s>number of words$</s>. | The words are numbered.
fractional part | The $<s>fractional part$</s> of x. | A fraction of the party.
whole part | The $<s>integer part$</s> of x. | An integer, in part.
rotated | The list $<s>rotated$</s> by one. | The list wrote itself.
rounded to n | The mean $<s>rounded to two decimals$</s>. | The two decimals of it.
rounded | The mean $<s>rounded to the nearest integer$</s>. | The nearest round thing.
rounded up | The quotient, $<s>rounded up$</s>. | A round cup.
rounded down | The quotient, $<s>rounded down$</s>. | Count down the rounds.
absolute | The $<s>absolute difference$</s> of both. | The difference of both, absolutely.
square | Each number $<s>squared$</s>. | The town square.
cube | Each number $<s>cubed$</s>. | An ice cube.
half | $<s>Half of$</s> the number. | The other half.
twice | The number $<s>doubled$</s>. | A double bed.
divisible | Whether it is $<s>divisible by 3$</s>. | Whether it is divisible by something.
within | Whether n is $<s>between 3 and 10 (inclusive)$</s>. | What lies between them.
average | The $<s>average of$</s> the numbers. | An average man.
median | The $<s>median$</s> of the numbers. | The medians are medial.
product | The $<s>product of$</s> the numbers. | A product that sells.
digits | $<s>The digits of$</s> a number. | It has digits.
binary | The number $<s>in binary$</s>. | A binary choice.
hexadecimal | The number $<s>as hex$</s>. | A hex on you.
power | Two $<s>to the power of$</s> n. | A powerful thing.
root | The $<s>square root$</s> of n. | The root of a tree.
remainder | $<s>The remainder$</s> of the division. | What remains.
percent | The share in $<s>percent$</s>. | One per cents.
cumulative | The $<s>running total$</s>. | The total that runs away.
prime | Whether n is $<s>a prime number$</s>. | The primer on numbers.
ignoring case | Whether they are equal, $<s>ignoring case$</s>. | In this case it is ignored.
upper case | The text $<s>in upper case$</s>. | In case of the upper floor.
lower case | The text $<s>to lowercase$</s>. | In the lower case of the two.
swap case | $<s>Swap the case$</s> of each one. | Swap both.
title case | The words in $<s>title case$</s>. | The title of this case.
capitalized | The name, $<s>capitalized$</s>. | The capital of France.
trimmed | The text with both ends $<s>trimmed$</s>. | The trim of a car.
separated by | Numbers $<s>separated by commas$</s>. | They are separate.
each word | The length of $<s>each word$</s>. | The wording of each.
each line | The length of $<s>each line$</s>. | It is in line with each.
starts with | Whether the name $<s>starts with 'a'$</s>. | Whether it starts with anything at all costs.
ends with | Whether the name $<s>ends with ".py"$</s>. | It ends with all of them.
contains | Whether the text $<s>contains 'x'$</s>. | Whether it contains anything.
replaced | $<s>Replace commas with semicolons$</s>. | Replace the tyres.
remove text | $<s>Remove all spaces$</s>. | Remove the item.
repeated | The text $<s>repeated k times$</s>. | Repeat that.
concatenated | The $<s>concatenation$</s> of both. | A cat nation.
as a string | The number $<s>as a string$</s>. | A string of bad luck.
codes | The sum of the $<s>ASCII codes$</s>. | The codes of honor.
vowels | How many $<s>vowels$</s> there are. | The avowals.
without duplicates | The items $<s>without duplicates$</s>. | Without any of them.
distinct | How many $<s>distinct items$</s> there are. | A distinctive voice.
common | The $<s>common elements$</s> of both. | A common man.
consecutive | The differences of $<s>adjacent items$</s>. | One after the other.
differences | The $<s>difference between successive readings$</s>. | The difference it makes.
flattened | The nested list $<s>flattened$</s>. | A flat list.
prefixes | $<s>All prefixes$</s> of the text. | The prefix of the text.
counts | $<s>How many times$</s> each one occurs. | The times are a changing.
pairs | The two $<s>as a tuple$</s>. | The two of them.
interleaved | Both lists $<s>interleaved$</s>. | Both lists leave.
sum | $<s>The sum of$</s> the numbers. | They summon us.
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in FOUND.strip().splitlines()]


def check_form(name: str, marked: str) -> None:
    """The marked words, and they alone, are read as this turn of phrase."""
    fixture = read_fixture(marked)
    found = [item.span for item in read(fixture.text, TYPES).obligations if item.form == name]
    assert [span.slice(fixture.text) for span in found] == [fixture.span("s").slice(fixture.text)]
    assert found == [fixture.span("s")]


@pytest.mark.parametrize(("name", "marked", "_"), ROWS, ids=[row[0] for row in ROWS])
def test_a_turn_of_phrase_is_found_with_its_span(name: str, marked: str, _: str) -> None:
    check_form(name, marked)


@pytest.mark.parametrize(("name", "_", "other"), ROWS, ids=[row[0] for row in ROWS])
def test_similar_words_are_not_taken_for_it(name: str, _: str, other: str) -> None:
    assert name not in {item.form for item in read(other, TYPES).obligations}


def test_every_form_is_in_the_table() -> None:
    assert {form.name for form in FORMS} == {row[0] for row in ROWS}
