//! The forms that the generated types are written in.

/// A structure of the model. Each line is a field, its type, and the member's name in JSON; a last
/// `payload` names the field that travels as the raw body and is no part of the JSON document.
macro_rules! structure {
    (
        pub struct $name:ident { $($field:ident: $type:ty = $member:literal,)* }
        $(payload $payload:ident)?
    ) => {
        #[doc = concat!("AWS `", stringify!($name), "`.")]
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $(#[doc = concat!("`", $member, "`")] pub $field: $type,)*
            $(#[doc = "The raw body."] pub $payload: Vec<u8>,)?
        }

        impl $crate::Model for $name {
            fn read(value: ::serde_json::Value) -> Result<Self, $crate::ReadError> {
                #[allow(unused_mut, unused_variables)]
                let mut object = $crate::value::object(value, stringify!($name))?;
                Ok(Self {
                    $($field: $crate::value::take(&mut object, $member)?,)*
                    $($payload: Vec::new(),)?
                })
            }

            fn write(self) -> ::serde_json::Value {
                #[allow(unused_mut)]
                let mut object = ::serde_json::Map::new();
                $($crate::value::put(&mut object, $member, self.$field);)*
                ::serde_json::Value::Object(object)
            }

            $(
                fn set_payload(&mut self, payload: Vec<u8>) {
                    self.$payload = payload;
                }

                fn take_payload(&mut self) -> Option<Vec<u8>> {
                    Some(::std::mem::take(&mut self.$payload))
                }
            )?
        }
    };
}

/// An enumeration of the model. Each line is a variant and its text.
macro_rules! enumeration {
    (pub enum $name:ident { $first:ident = $first_text:literal, $($variant:ident = $text:literal,)* }) => {
        #[doc = concat!("AWS `", stringify!($name), "`.")]
        ///
        /// The default is the model's first value. It means nothing; it lets a structure with a
        /// required member of this type be written with `..Default::default()`.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            #[doc = concat!("`", $first_text, "`")]
            #[default]
            $first,
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }

        impl $name {
            /// Every value, in the model's order.
            pub const ALL: &'static [Self] = &[Self::$first, $(Self::$variant,)*];

            /// The text on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $first_text,
                    $(Self::$variant => $text,)*
                }
            }

            /// The value of this text.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $first_text => Some(Self::$first),
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::Model for $name {
            fn read(value: ::serde_json::Value) -> Result<Self, $crate::ReadError> {
                value.as_str().and_then(Self::parse).ok_or($crate::ReadError::new(stringify!($name)))
            }

            fn write(self) -> ::serde_json::Value {
                self.as_str().into()
            }
        }
    };
}

/// Ties request types to their operations and answers.
macro_rules! requests {
    ($($operation:ident $request:ty, $response:ty;)*) => {
        $(impl $crate::Request for $request {
            const OPERATION: OpId = $operation;
            type Response = $response;
        })*
    };
}
