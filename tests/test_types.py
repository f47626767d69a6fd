"""Every public function of the helpers states its types; mypy checks that they hold."""

import inspect

from tests.test_arguments import FOUND, MODULES


def test_public_functions_state_their_types_and_help_shows_their_names():
    """NumPy's ArrayLike written out fills five lines."""
    assert len(MODULES) > 25
    signatures = {name: inspect.signature(f) for name, f in FOUND.items() if inspect.isfunction(f)}
    untyped = [
        f"{name}({key})"
        for name, signature in signatures.items()
        for key, parameter in signature.parameters.items()
        if parameter.annotation is parameter.empty and key != "self"
    ]
    untyped += [f"{name} -> ?" for name, s in signatures.items() if s.return_annotation is s.empty]
    assert not untyped
    assert not [name for name, signature in signatures.items() if "_typing" in str(signature)]
