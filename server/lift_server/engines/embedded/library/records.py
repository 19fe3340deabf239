"""Idioms on records, dictionaries with the same keys in a list, as tables have them."""

import collections
import csv
import io
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="group records rows dictionaries dicts by key field column value list of into lists under same",
    variant="a record without the key raises KeyError",
    probes=[
        'group_records([{"k": 1, "v": 2}, {"k": 1, "v": 3}, {"k": 2}], "k")',
        'group_records([{"k": 1}, {"v": 3}], "k")',
    ],
)
def group_records(records: list[dict[str, Any]], key: str) -> dict[Any, list[dict[str, Any]]]:
    """Return the records in lists, by their value of a key.

    >>> group_records([{"k": 1, "v": 2}, {"k": 2, "v": 3}, {"k": 1, "v": 4}], "k")
    {1: [{'k': 1, 'v': 2}, {'k': 1, 'v': 4}], 2: [{'k': 2, 'v': 3}]}
    >>> group_records([], "k")
    {}
    """
    groups: dict[object, list[dict[str, object]]] = {}
    for record in records:
        groups.setdefault(record[key], []).append(record)
    return groups


@idiom(of="group_records", variant="records without the key are left out")
def group_records_having_key(records: list[dict[str, Any]], key: str) -> dict[Any, list[dict[str, Any]]]:
    """Return the records that have a key in lists, by its value.

    >>> group_records_having_key([{"k": 1}, {"v": 3}], "k")
    {1: [{'k': 1}]}
    """
    groups: dict[object, list[dict[str, object]]] = {}
    for record in records:
        if key in record:
            groups.setdefault(record[key], []).append(record)
    return groups


@idiom(of="group_records", variant="records without the key are grouped under None")
def group_records_or_none(records: list[dict[str, Any]], key: str) -> dict[Any, list[dict[str, Any]]]:
    """Return the records in lists, by their value of a key, those without it under None.

    >>> group_records_or_none([{"k": 1}, {"v": 3}], "k")
    {1: [{'k': 1}], None: [{'v': 3}]}
    """
    groups: dict[object, list[dict[str, object]]] = {}
    for record in records:
        groups.setdefault(record.get(key), []).append(record)
    return groups


@idiom(
    words="index records rows dictionaries dicts by key id field keyed lookup table list to one dictionary unique",
    variant="of records with the same value the last one counts",
    probes=['index_records([{"id": 1, "v": 2}, {"id": 1, "v": 3}], "id")'],
)
def index_records(records: list[dict[str, Any]], key: str) -> dict[Any, dict[str, Any]]:
    """Return a dictionary from each record's value of a key to the record.

    Raises KeyError for a record without the key.

    >>> index_records([{"id": 1, "v": 2}, {"id": 7, "v": 3}], "id")
    {1: {'id': 1, 'v': 2}, 7: {'id': 7, 'v': 3}}
    >>> index_records([], "id")
    {}
    """
    return {record[key]: record for record in records}


@idiom(of="index_records", variant="a repeated value raises ValueError")
def index_unique_records(records: list[dict[str, Any]], key: str) -> dict[Any, dict[str, Any]]:
    """Return a dictionary from each record's value of a key to the record; raise ValueError when a value repeats.

    Raises KeyError for a record without the key.

    >>> index_unique_records([{"id": 1, "v": 2}], "id")
    {1: {'id': 1, 'v': 2}}
    """
    found = {record[key]: record for record in records}
    if len(found) < len(records):
        raise ValueError(f"records repeat a value of {key!r}")
    return found


@idiom(of="index_records", variant="of records with the same value the first one counts")
def index_first_records(records: list[dict[str, Any]], key: str) -> dict[Any, dict[str, Any]]:
    """Return a dictionary from each record's value of a key to the first record that has it.

    Raises KeyError for a record without the key.

    >>> index_first_records([{"id": 1, "v": 2}, {"id": 1, "v": 3}], "id")
    {1: {'id': 1, 'v': 2}}
    """
    found: dict[object, dict[str, object]] = {}
    for record in records:
        found.setdefault(record[key], record)
    return found


@idiom(
    words="pluck collect extract values of one key field column from every record dictionaries dicts rows list",
    variant="a missing key gives None",
    probes=['pluck([{"a": 1}, {"b": 2}], "a")'],
)
def pluck(records: list[dict[str, Any]], key: str) -> list[Any]:
    """Return the value of a key from every record, None where it is missing.

    >>> pluck([{"name": "Ada"}, {"name": "Bob"}], "name")
    ['Ada', 'Bob']
    >>> pluck([{"a": 1}, {}], "a")
    [1, None]
    """
    return [record.get(key) for record in records]


@idiom(of="pluck", variant="a missing key raises KeyError")
def pluck_required(records: list[dict[str, Any]], key: str) -> list[Any]:
    """Return the value of a key from every record; raise KeyError where it is missing.

    >>> pluck_required([{"name": "Ada"}, {"name": "Bob"}], "name")
    ['Ada', 'Bob']
    """
    return [record[key] for record in records]


@idiom(of="pluck", variant="records without the key are left out")
def pluck_existing(records: list[dict[str, Any]], key: str) -> list[Any]:
    """Return the value of a key from every record that has it.

    >>> pluck_existing([{"a": 1}, {"b": 2}], "a")
    [1]
    """
    return [record[key] for record in records if key in record]


@idiom(
    words="sort order records rows dictionaries dicts by key field column list of ascending",
    variant="the smallest first",
    probes=['sort_records([{"n": 2}, {"n": 1}], "n")', 'sort_records([{"n": 2}, {}], "n")'],
)
def sort_records(records: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return the records in ascending order of their values of a key.

    Raises KeyError for a record without the key.

    >>> sort_records([{"n": 2}, {"n": 1}], "n")
    [{'n': 1}, {'n': 2}]
    >>> sort_records([], "n")
    []
    """
    return sorted(records, key=lambda record: record[key])


@idiom(of="sort_records", variant="the largest first")
def sort_records_descending(records: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return the records in descending order of their values of a key.

    Raises KeyError for a record without the key.

    >>> sort_records_descending([{"n": 1}, {"n": 2}], "n")
    [{'n': 2}, {'n': 1}]
    """
    return sorted(records, key=lambda record: record[key], reverse=True)


@idiom(of="sort_records", variant="records without the key come last")
def sort_records_missing_last(records: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return the records in ascending order of their values of a key, those without it last.

    >>> sort_records_missing_last([{"n": 2}, {}, {"n": 1}], "n")
    [{'n': 1}, {'n': 2}, {}]
    """
    having = [record for record in records if record.get(key) is not None]
    without = [record for record in records if record.get(key) is None]
    return sorted(having, key=lambda record: record[key]) + without


@idiom(
    words="sum total amount by per group category field records rows dictionaries dicts aggregate each revenue",
    probes=['sum_by_group([{"k": "a", "v": 2}, {"k": "b", "v": 3}, {"k": "a", "v": 4}], "k", "v")'],
)
def sum_by_group(records: list[dict[str, Any]], key: str, amount: str) -> dict[Any, float]:
    """Return the sum of one field of the records for each value of another.

    Raises KeyError for a record without one of the fields.

    >>> sum_by_group([{"k": "a", "v": 2}, {"k": "b", "v": 3}, {"k": "a", "v": 4}], "k", "v")
    {'a': 6, 'b': 3}
    >>> sum_by_group([], "k", "v")
    {}
    """
    totals: dict[object, float] = {}
    for record in records:
        totals[record[key]] = totals.get(record[key], 0) + record[amount]
    return totals


@idiom(
    words="count records rows dictionaries dicts by per value of key field column how many have each status",
    variant="a record without the key raises KeyError",
    probes=['count_by([{"k": "a"}, {"k": "b"}, {"k": "a"}], "k")', 'count_by([{"k": "a"}, {}], "k")'],
)
def count_by(records: list[dict[str, Any]], key: str) -> dict[Any, int]:
    """Return how many records have each value of a key.

    >>> count_by([{"k": "a"}, {"k": "b"}, {"k": "a"}], "k")
    {'a': 2, 'b': 1}
    >>> count_by([], "k")
    {}
    """
    return dict(collections.Counter(record[key] for record in records))


@idiom(of="count_by", variant="records without the key count under None")
def count_by_or_none(records: list[dict[str, Any]], key: str) -> dict[Any, int]:
    """Return how many records have each value of a key, those without it under None.

    >>> count_by_or_none([{"k": "a"}, {}], "k")
    {'a': 1, None: 1}
    """
    return dict(collections.Counter(record.get(key) for record in records))


@idiom(
    words="join two lists of records tables rows dictionaries dicts on common key id inner sql merge combine matching",
    variant="records without a partner are left out",
    probes=['join_records([{"id": 1, "a": 2}, {"id": 3, "a": 4}], [{"id": 1, "b": 5}], "id")'],
)
def join_records(left: list[dict[str, Any]], right: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return every pair of a left and a right record with the same value of a key as one record.

    Raises KeyError for a record without the key.

    >>> join_records([{"id": 1, "a": 2}, {"id": 3, "a": 4}], [{"id": 1, "b": 5}], "id")
    [{'id': 1, 'a': 2, 'b': 5}]
    >>> join_records([{"id": 1}], [], "id")
    []
    """
    partners: dict[object, list[dict[str, object]]] = {}
    for record in right:
        partners.setdefault(record[key], []).append(record)
    return [record | partner for record in left for partner in partners.get(record[key], [])]


@idiom(of="join_records", variant="left records without a partner stay as they are")
def left_join_records(left: list[dict[str, Any]], right: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return every left record with each right one of the same value of a key; without a partner, as it is.

    Raises KeyError for a record without the key.

    >>> left_join_records([{"id": 1, "a": 2}, {"id": 3, "a": 4}], [{"id": 1, "b": 5}], "id")
    [{'id': 1, 'a': 2, 'b': 5}, {'id': 3, 'a': 4}]
    """
    partners: dict[object, list[dict[str, object]]] = {}
    for record in right:
        partners.setdefault(record[key], []).append(record)
    return [record | partner for record in left for partner in partners.get(record[key], [{}])]


@idiom(
    words="filter records rows dictionaries dicts where key field column equals given value select matching list keep",
    probes=['filter_records([{"a": 1}, {"a": 2}, {}], "a", 1)', 'filter_records([{}], "a", None)'],
)
def filter_records(records: list[dict[str, Any]], key: str, value: Any) -> list[dict[str, Any]]:
    """Return the records that have a value under a key.

    >>> filter_records([{"a": 1}, {"a": 2}, {}], "a", 1)
    [{'a': 1}]
    >>> filter_records([{}], "a", None)
    []
    """
    return [record for record in records if key in record and record[key] == value]


@idiom(
    words="unique distinct records rows dictionaries dicts by key deduplicate remove duplicates same id field first",
    variant="the first record with a value stays",
    probes=['unique_records([{"id": 1, "v": 2}, {"id": 1, "v": 3}, {"id": 2}], "id")'],
)
def unique_records(records: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return the records without those whose value of a key an earlier one has.

    Raises KeyError for a record without the key.

    >>> unique_records([{"id": 1, "v": 2}, {"id": 2, "v": 4}, {"id": 1, "v": 3}], "id")
    [{'id': 1, 'v': 2}, {'id': 2, 'v': 4}]
    >>> unique_records([], "id")
    []
    """
    seen = set()
    kept = []
    for record in records:
        if record[key] not in seen:
            seen.add(record[key])
            kept.append(record)
    return kept


@idiom(of="unique_records", variant="the last record with a value stays, in the place of the first")
def unique_records_last(records: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return one record for each value of a key, the last that has it, in the place of the first.

    Raises KeyError for a record without the key.

    >>> unique_records_last([{"id": 1, "v": 2}, {"id": 2, "v": 4}, {"id": 1, "v": 3}], "id")
    [{'id': 1, 'v': 3}, {'id': 2, 'v': 4}]
    """
    return list({record[key]: record for record in records}.values())


@idiom(
    words="csv text document with header to list of records dictionaries dicts rows parse read column names dictreader",
    probes=['csv_to_records("name,age\\nAda,36\\n")', 'csv_to_records("")'],
)
def csv_to_records(text: str) -> list[dict[str, str]]:
    r"""Return the rows of a CSV text as dictionaries whose keys are the column names in its first line.

    Raises ValueError for a row with more or fewer cells than there are columns.

    >>> csv_to_records("name,age\nAda,36\n")
    [{'name': 'Ada', 'age': '36'}]
    >>> csv_to_records("")
    []
    """
    rows = csv.reader(io.StringIO(text, newline=""))
    columns = next(rows, [])
    return [dict(zip(columns, row, strict=True)) for row in rows if row]


@idiom(
    words="records rows list of dictionaries dicts to csv text document with header write export columns dictwriter",
    variant="lines end with a line feed",
    probes=['records_to_csv([{"name": "Ada", "age": 36}])', "records_to_csv([])"],
)
def records_to_csv(records: list[dict[str, Any]]) -> str:
    r"""Return the records as CSV text; the first line has the column names, in the order of their first use.

    >>> records_to_csv([{"name": "Ada", "age": 36}])
    'name,age\nAda,36\n'
    >>> records_to_csv([])
    ''
    """
    names = list(dict.fromkeys(name for record in records for name in record))
    if not names:
        return ""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


@idiom(of="records_to_csv", variant="lines end with carriage return and line feed, as RFC 4180 has them")
def records_to_csv_with_crlf(records: list[dict[str, Any]]) -> str:
    r"""Return the records as CSV text with the line ends of RFC 4180; the first line has the column names.

    >>> records_to_csv_with_crlf([{"name": "Ada", "age": 36}])
    'name,age\r\nAda,36\r\n'
    """
    names = list(dict.fromkeys(name for record in records for name in record))
    if not names:
        return ""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()
