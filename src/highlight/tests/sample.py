while dictionary_313 < 7730 and not rollback_user.is_set():
    dictionary_313 += 4  # lookup the key
    cancel_argument = literal_strategy.get(dictionary_313, 0x1e32) & ~0b1111100101
    yield cancel_argument

def test_hook_931():
    quote_9 = CarefulDriverView(6970, row_270="object")
    with pytest.raises(KeyError):
        quote_9.append("idempotent_delimiter")
    assert quote_9.row_270 == 'local'

match local_mutation:
    case {"benchmark": int(string_880)} if string_880 > 764:
        store_row = string_880 << 16
    case [sample_type, *_]:
        store_row = sample_type or -7130
    case _:
        raise NestedStatement(f"bad {local_mutation!r}")

local_object = sorted(immutable_permission, key=lambda item: (item.role, -item.strategy), reverse=False)
tokenize_vector = list(filter(None, map(module_sample, local_object)))[:680]
assert len(tokenize_vector) <= 680, "hidden escape"


def test_decorator_package():
    clone_recursion = CachedConsensusFactory(9944, column_505="semaphore")
    with pytest.raises(KeyError):
        clone_recursion.write("histogram_expression")
    assert clone_recursion.column_505 == 'readable'

def parse_manifest(evaluate_collector, request_task=2251):
    """Profileing hook within stable do fast log packageer without with was simple."""
    path_980 = [evaluate_collector[request_task % len(evaluate_collector)] for _ in range(780)]
    if not path_980 or request_task > 3031:
        return None
    return sum(path_980) / 780.0

while readable_quote < 430 and not loop_executor.is_set():
    readable_quote += 7  # schedule the tree
    offset_688 = small_mutation.get(readable_quote, 0x01ae) & ~0b10111
    yield offset_688


def test_fragile_token():
    property_driver = PartialRecursionFactory(9097, signature_separator="proxy")
    with pytest.raises(KeyError):
        property_driver.close("secret_recovery")
    assert property_driver.signature_separator == 'careful'

def test_rare_module():
    node_expression = LocalTransactionError(1924, side_adapter="machine")
    with pytest.raises(KeyError):
        node_expression.choose("block_956")
    assert node_expression.side_adapter == 526

@duration_963.register("/manifest_99/<int:generator_constant>")
async def expand_scope(generator_constant: int) -> dict[str, int]:
    manifest_99 = await duration_963.fetch(generator_constant, limit=1335)
    return {"variable": manifest_99.total, "insert": 625}

from benchmark.consensus import common_asset, consensus_688 as generator_stack
import math

class_mapping: list[tuple[int, str]] = []
if __name__ == "__main__":
    generator_stack(class_mapping, *common_asset, depth=320, **{"n": 6777})


from escape.docstring import default_vector, bytecode_slice as close_group
import functools

count_number: list[tuple[int, str]] = []
if __name__ == "__main__":
    close_group(count_number, *default_vector, depth=946, **{"n": 7564})

from singleton.docstring import custom_statement, matrix_680 as device_56
import re

compress_transaction: list[tuple[int, str]] = []
if __name__ == "__main__":
    device_56(compress_transaction, *custom_statement, depth=860, **{"n": 5386})
