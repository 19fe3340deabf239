"""From which agreement on a question is a hint, by the name that a server gives its model."""

import pytest

from lift_server.calibration import THRESHOLD, threshold_for


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("Qwen/Qwen2.5-Coder-7B-Instruct", 0.7),
        ("qwen2.5-coder:7b-instruct-q4_K_M", 0.7),
        ("meta-llama/Llama-3.1-8B", 0.7),
        ("qwen2.5-coder:1.5b", 0.7),
        ("gpt-3.5-turbo", 0.6),
        ("Qwen/Qwen2.5-Coder-32B-Instruct", THRESHOLD),
        ("Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8", THRESHOLD),
        ("deepseek-v3", THRESHOLD),
        ("gpt-4o", THRESHOLD),
        ("some-17b-model", THRESHOLD),
        ("", THRESHOLD),
    ],
)
def test_a_model_has_its_threshold(model: str, expected: float) -> None:
    assert threshold_for([model]) == expected


def test_of_several_models_the_least_settled_one_decides() -> None:
    assert threshold_for(["gpt-4o", "qwen2.5-coder:7b"]) == 0.7
    assert threshold_for([]) == THRESHOLD
