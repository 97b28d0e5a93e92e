"""Certificates for tests: an authority of our own, and what it signs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.require import require_program

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


@dataclass(frozen=True)
class Certificate:
    """A certificate chain and its key, both files in PEM."""

    chain: Path
    key: Path


class Authority:
    """Signs certificates for hosts; who trusts `certificate` trusts them."""

    def __init__(self, folder: Path) -> None:
        """Make it in `folder`, with openssl."""
        self._folder = folder
        self.certificate = folder / "authority.pem"
        self._key = folder / "authority.key"
        self._openssl(
            *("req", "-x509", *_KEY, "-days", "2", "-subj", "/CN=WSChat test authority"),
            *("-addext", "basicConstraints=critical,CA:TRUE"),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
            *("-keyout", str(self._key), "-out", str(self.certificate)),
        )

    def sign(self, name: str, alternative_names: str) -> Certificate:
        """Return a certificate for a host, such as for `IP:127.0.0.1,DNS:localhost`."""
        request, extensions = self._folder / f"{name}.csr", self._folder / f"{name}.ext"
        made = Certificate(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        extensions.write_text(
            f"subjectAltName={alternative_names}\nbasicConstraints=critical,CA:FALSE\n"
            "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
        )
        self._openssl(
            *("req", "-new", *_KEY, "-subj", f"/CN={name}"),
            *("-keyout", str(made.key), "-out", str(request)),
        )
        self._openssl(
            *("x509", "-req", "-days", "2", "-in", str(request), "-extfile", str(extensions)),
            *("-CA", str(self.certificate), "-CAkey", str(self._key), "-CAcreateserial"),
            *("-out", str(made.chain)),
        )
        return made

    @staticmethod
    def _openssl(*arguments: str) -> None:
        openssl = str(require_program("openssl"))
        subprocess.run([openssl, *arguments], check=True, capture_output=True)
