"""Every public function of the helpers states its types; mypy checks that they hold."""

import importlib
import inspect
import pkgutil

import pytest

import helpers

MODULES = [module.name for module in pkgutil.iter_modules(helpers.__path__) if not module.ispkg]


def public_functions(module):
    """Yield (name, function) for the public functions and methods that a module defines."""
    for name, found in vars(module).items():
        if name.startswith("_") or getattr(found, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(found):
            yield name, found
        if inspect.isclass(found):
            for key, method in vars(found).items():
                if inspect.isfunction(method) and not key.startswith("_"):
                    yield f"{name}.{key}", method


def test_there_are_modules():
    assert len(MODULES) > 15


@pytest.mark.parametrize("name", MODULES)
def test_public_functions_state_their_types(name):
    module = importlib.import_module(f"helpers.{name}")
    missing = []
    for where, function in public_functions(module):
        signature = inspect.signature(function)
        missing += [
            f"{where}({key})"
            for key, parameter in signature.parameters.items()
            if parameter.annotation is parameter.empty and key != "self"
        ]
        if signature.return_annotation is signature.empty:
            missing.append(f"{where} -> ?")
    assert not missing


@pytest.mark.parametrize("name", MODULES)
def test_help_shows_the_names_of_types(name):
    """NumPy's ArrayLike written out fills five lines."""
    module = importlib.import_module(f"helpers.{name}")
    for where, function in public_functions(module):
        assert "_typing" not in str(inspect.signature(function)), where
