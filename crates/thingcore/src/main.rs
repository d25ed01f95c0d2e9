//! The program. All of it is in the library, so that to link it anew, as the container image does, takes seconds.

fn main() -> std::process::ExitCode {
    thingcore::main()
}
