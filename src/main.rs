//! The command `vigie`: reads the command line and hands it to the library.
fn main() -> std::process::ExitCode {
    vigie::cli::main()
}
