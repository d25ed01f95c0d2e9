// Printed by `cargo run -p xtask -- codegen`. Do not edit.

//! Texts of which the model lists every value.

enumeration! {
    pub enum PayloadFormatIndicator {
        UnspecifiedBytes = "UNSPECIFIED_BYTES",
        Utf8Data = "UTF8_DATA",
    }
}
