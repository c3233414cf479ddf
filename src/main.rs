//! The `pasteup` command: hands over to [`pasteup::cli`].

fn main() -> std::process::ExitCode {
    pasteup::cli::main()
}
