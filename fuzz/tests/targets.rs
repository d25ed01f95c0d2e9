//! Runs the targets: some inputs in CI, as many seconds as `FUZZ_SECONDS` says otherwise.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use fuzz::{HttpTarget, Mutator, Random, StatementTarget, Target, codec, corpus};

/// Feeds mutated packets to a target and prints the input that it does not like.
#[allow(clippy::print_stderr)] // How far it came, for who waited ten minutes.
fn feed(name: &str, in_ci: u64, mut target: impl FnMut(&[u8])) {
    let seconds = std::env::var("FUZZ_SECONDS").ok().map(|text| text.parse().expect("seconds"));
    let clock = || std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(1, |since| since.as_nanos() as u64);
    let seed = if seconds.is_some() { clock() } else { 1 };
    let mut mutator = Mutator::new(seed, corpus::packets());
    let began = Instant::now();
    let mut inputs = 0;
    let goes_on = |inputs| match seconds {
        Some(seconds) => began.elapsed() < Duration::from_secs(seconds),
        None => inputs < in_ci,
    };
    while goes_on(inputs) {
        let data = mutator.make();
        if catch_unwind(AssertUnwindSafe(|| target(&data))).is_err() {
            let hex: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
            panic!("{name}, seed {seed}, input {inputs}: {hex}");
        }
        inputs += 1;
    }
    eprintln!("{name}: {inputs} inputs in {:?}", began.elapsed());
}

#[test]
fn codec_takes_anything() {
    feed("codec", 30_000, codec);
}

#[test]
fn broker_takes_anything() {
    let mut target = Target::new();
    let mut random = Random(7);
    feed("connection", 3_000, |data| {
        let mut input = vec![random.number() as u8, random.number() as u8];
        input.extend_from_slice(data);
        target.run(&input);
    });
}

#[test]
#[allow(clippy::print_stderr)] // How far it came, for who waited ten minutes.
fn http_surface_takes_anything() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().map(|text| text.parse().expect("seconds"));
    let seed = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(1, |since| since.as_nanos() as u64);
    let mut target = HttpTarget::new(if seconds.is_some() { seed } else { 1 });
    let began = Instant::now();
    let (mut requests, mut successes) = (0, 0);
    while seconds.map_or(requests < 20_000, |seconds| began.elapsed() < Duration::from_secs(seconds)) {
        successes += u64::from(target.run());
        requests += 1;
    }
    eprintln!("http: {requests} requests, {successes} successes in {:?}", began.elapsed());
    // Else it would not get beyond validation.
    assert!(successes > requests / 50);
}

/// On the stack of a worker.
#[test]
#[allow(clippy::print_stderr)] // How far it came, for who waited ten minutes.
fn sql_takes_anything() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().map(|text| text.parse().expect("seconds"));
    let seed = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(1, |since| since.as_nanos() as u64);
    let work = move || {
        let mut target = StatementTarget::new(if seconds.is_some() { seed } else { 1 });
        let began = Instant::now();
        let (mut statements, mut accepted) = (0, 0);
        while seconds.map_or(statements < 3_000, |seconds| began.elapsed() < Duration::from_secs(seconds)) {
            accepted += u64::from(target.run());
            statements += 1;
        }
        eprintln!("sql: {statements} statements, {accepted} accepted in {:?}", began.elapsed());
        // Else it would not get beyond the parser.
        assert!(accepted > statements / 5);
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(work).expect("a thread");
    thread.join().expect("the target holds");
}

/// Statements that try to hold a worker, each as greedy as it can be.
#[test]
#[cfg_attr(debug_assertions, ignore = "unoptimised, it takes minutes")]
#[allow(clippy::print_stderr)] // How far it came, for who waited ten minutes.
fn sql_takes_its_time_from_nobody() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().map(|text| text.parse().expect("seconds"));
    let seed = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(1, |since| since.as_nanos() as u64);
    let mut target = StatementTarget::new(if seconds.is_some() { seed } else { 1 });
    let began = Instant::now();
    let (mut statements, mut longest) = (0, Duration::ZERO);
    while seconds.map_or(statements < 30, |seconds| began.elapsed() < Duration::from_secs(seconds)) {
        let before = began.elapsed();
        target.run_greedy();
        longest = longest.max(began.elapsed() - before);
        statements += 1;
    }
    eprintln!("greedy: {statements} statements, the longest in {longest:?}");
}

/// What is not damaged is taken for what it is.
#[test]
fn corpus_is_valid_in_at_least_one_version() {
    use mqtt::{Packet, Version, next_frame};
    for packet in corpus::packets() {
        let frame = next_frame(&packet, 1 << 20).unwrap().unwrap();
        assert_eq!(frame.length, packet.len());
        let reads = |version| Packet::decode(version, frame.first_byte, frame.body).is_ok();
        assert!([Version::V31, Version::V311, Version::V5].into_iter().any(reads), "{packet:02x?}");
    }
}
