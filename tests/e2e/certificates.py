"""X.509 certificates of the tests' own authorities."""
import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID


def key_pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption()).decode()


def public_pem():
    """A public key as authorizers verify tokens with."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def named(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def request(name):
    """A certificate signing request, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    csr = x509.CertificateSigningRequestBuilder().subject_name(named(name)).sign(key, hashes.SHA256())
    return csr.public_bytes(serialization.Encoding.PEM).decode(), key_pem(key)


def certificate(name, issuer=None, is_ca=False):
    """A certificate and its key object; of nobody's authority when there is no issuer `(certificate, key)`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = named(name)
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer[0].subject if issuer else subject)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(now - datetime.timedelta(days=1))
               .not_valid_after(now + datetime.timedelta(days=365)))
    if is_ca:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key


def pem(made):
    return made[0].public_bytes(serialization.Encoding.PEM).decode()


def self_signed(name):
    """PEM texts of a certificate of nobody's authority and of its key."""
    made = certificate(name)
    return pem(made), key_pem(made[1])


class Authority:
    """A certificate authority that somebody registers."""

    def __init__(self, name="Test CA"):
        self.made = certificate(name, is_ca=True)
        self.pem = pem(self.made)

    def verification(self, code):
        """The certificate that shows that we have its key."""
        return pem(certificate(code, self.made))

    def device(self, name):
        return pem(certificate(name, self.made))
