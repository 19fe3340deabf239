"""Make a tiny Qwen2 with random weights, and a tokenizer trained on the standard library: `make_model.py FOLDER`.

It understands nothing, yet a server takes it for a chat model of Qwen's family: same architecture, same chat template.
Tokens that end something are likely, so that most of its replies under a grammar come to an end. Needs torch,
transformers and tokenizers; downloads nothing.
"""

import math
import os
import sys
import sysconfig
from collections import Counter
from pathlib import Path
from typing import Any

VOCABULARY = 4096
CONTEXT = 16_384
START, END, PADDING = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
# As Qwen splits text.
_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CHAT_TEMPLATE = """\
{%- if messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
{%- else %}
    {{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if message.role != 'system' or not loop.first %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""
"""The template of Qwen2.5-Coder-7B-Instruct without its part for tools."""


_ENDS = ('"', "'", "\n", ")", "]", "}", ":", '"""', '","')
_BOOST = 2.0
"""By how much the logits of `_ENDS` are raised."""


def standard_library() -> list[Path]:
    """The files that the tokenizer is trained on."""
    return sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))


def make_tokenizer() -> Any:
    """A byte-level BPE of VOCABULARY tokens with Qwen's special tokens and chat template."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(_SPLIT), behavior="isolated")
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, byte_level])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[PADDING, START, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train([str(file) for file in standard_library()], trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token=END, pad_token=PADDING, model_max_length=CONTEXT
    )
    fast.chat_template = CHAT_TEMPLATE
    return fast


def token_logits(tokenizer: Any) -> list[float]:
    """How likely each token is whatever stands before it: its frequency in the standard library, ends raised."""
    counts = Counter(dict.fromkeys(range(len(tokenizer)), 0.3))
    for file in standard_library():
        counts.update(tokenizer.encode(file.read_text(encoding="utf-8", errors="replace")))
    logits = [math.log(counts[token]) for token in range(len(tokenizer))]
    for text in _ENDS:
        logits[tokenizer.convert_tokens_to_ids(tokenizer.tokenize(text))[0]] += _BOOST
    logits[tokenizer.eos_token_id] = max(logits)
    return logits


def make_model(folder: Path) -> None:
    """Write model and tokenizer into `folder`."""
    import torch
    from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM

    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=False,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = Qwen2ForCausalLM(config)
    with torch.no_grad():
        # One dimension is large and the same for every token: after normalization it carries the constant logits.
        model.model.embed_tokens.weight[:, 0] = 4.0
        model.lm_head.weight *= 50
        model.lm_head.weight[:, 0] = torch.tensor(token_logits(tokenizer)) / math.sqrt(config.hidden_size)
    model.to(torch.bfloat16).save_pretrained(folder)
    GenerationConfig(eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id).save_pretrained(folder)


if __name__ == "__main__":
    os.environ["HF_HUB_OFFLINE"] = "1"
    make_model(Path(sys.argv[1]))
