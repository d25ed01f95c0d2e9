//! Credentials as a C header, to be compiled into firmware.

use std::fmt::Write as _;

use super::kit::Credentials;

/// Name of the file.
pub const FILE: &str = "thingcore_credentials.h";

/// Where and as what a device connects.
pub struct Connection<'a> {
    /// Name or address of the server.
    pub endpoint: &'a str,
    /// MQTT with client certificate.
    pub port: u16,
    /// Also the client id.
    pub thing: &'a str,
    pub publish_topic: &'a str,
    pub subscribe_topic: &'a str,
}

/// The header. Its names are those of the `secrets.h` that AWS's tutorial for the ESP32 made common, so that a
/// sketch written after it compiles with this one; it is C as well as C++. Certificates and key are PEM, as
/// `WiFiClientSecure` (Arduino) and `esp_mqtt_client_config_t` (ESP-IDF) take them.
pub fn header(connection: &Connection, root_ca: &str, made: &Credentials) -> String {
    let Connection { endpoint, port, thing, publish_topic, subscribe_topic } = connection;
    let mut text = format!(
        "// Written by `thingcore kit {thing} --format c`. It holds a private key: keep it out of version control.\n\
         #ifndef THINGCORE_CREDENTIALS_H\n\
         #define THINGCORE_CREDENTIALS_H\n\
         \n\
         // Macros, because they also stand in string concatenations and constant expressions.\n\
         #define THINGNAME {}\n\
         #define AWS_IOT_PORT {port}\n",
        literal(thing)
    );
    let strings = [
        ("Name of the server; it stands in the server's certificate", "AWS_IOT_ENDPOINT", *endpoint),
        ("The policy allows this client id only", "AWS_IOT_CLIENT_ID", *thing),
        ("The policy allows topics below the thing's name", "AWS_IOT_PUBLISH_TOPIC", *publish_topic),
        ("Whatever comes on the thing's topics", "AWS_IOT_SUBSCRIBE_TOPIC", *subscribe_topic),
        ("Root certificate that the server's is checked against", "AWS_CERT_CA", root_ca),
        ("Certificate of the device", "AWS_CERT_CRT", &made.certificate_pem),
        ("Private key of the device", "AWS_CERT_PRIVATE", &made.private_key),
    ];
    for (meaning, name, value) in strings {
        let lines = value.contains('\n');
        let separator = if lines { "\n    " } else { " " };
        // Writing to a string does not fail.
        let _ = write!(text, "\n// {meaning}.\nstatic const char {name}[] =");
        for line in value.split_inclusive('\n') {
            let _ = write!(text, "{separator}{}", literal(line));
        }
        text.push_str(";\n");
    }
    text.push_str("\n#endif\n");
    text
}

/// A C string literal. Question marks would be trigraphs to old compilers; octal escapes, unlike hexadecimal
/// ones, end after three digits.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for byte in text.bytes() {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'"' | b'\\' | b'?' => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "\\{other:03o}");
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_what_c_reads_back() {
        for (text, expected) in [
            ("rpi1/data", r#""rpi1/data""#),
            ("a\"b\\c\n", r#""a\"b\\c\n""#),
            ("what??/", r#""what\?\?/""#),
            ("\u{1}2\u{e9}\r", r#""\0012\303\251\015""#),
            ("", r#""""#),
        ] {
            assert_eq!(literal(text), expected);
        }
    }

    #[test]
    fn a_header_has_a_line_of_c_for_a_line_of_pem() {
        let made = Credentials {
            certificate_arn: String::new(),
            certificate_id: String::new(),
            certificate_pem: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".into(),
            private_key: "KEY\n".into(),
            public_key: String::new(),
            policy: String::new(),
        };
        let connection = Connection {
            endpoint: "thingcore.lan",
            port: 8883,
            thing: "rpi1",
            publish_topic: "rpi1/data",
            subscribe_topic: "rpi1/#",
        };
        let text = header(&connection, "CA\n", &made);
        assert!(text.contains("#define THINGNAME \"rpi1\"\n#define AWS_IOT_PORT 8883\n"), "{text}");
        assert!(text.contains("static const char AWS_IOT_ENDPOINT[] = \"thingcore.lan\";\n"), "{text}");
        let certificate = "static const char AWS_CERT_CRT[] =\n    \"-----BEGIN CERTIFICATE-----\\n\"\n    \
                           \"AAAA\\n\"\n    \"-----END CERTIFICATE-----\\n\";\n";
        assert!(text.contains(certificate), "{text}");
    }
}
