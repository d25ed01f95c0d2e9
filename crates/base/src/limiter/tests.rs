use proptest::prelude::*;

use super::*;

fn pace(rate: u32) -> Pace {
    Pace::per_second(rate).unwrap()
}

#[test]
fn second_s_worth_at_once_then_one_by_one() {
    let mut bucket = Bucket::new(pace(10));
    assert!((0..10).all(|_| bucket.take(1, Tick(5))));
    assert!(!bucket.take(1, Tick(5)));
    assert_eq!(bucket.wait(1, Tick(5)), Duration::from_millis(100));
    assert!(!bucket.take(1, Tick(104)));
    assert!(bucket.take(1, Tick(105)));
    assert!(!bucket.take(1, Tick(105)));
    assert!((0..10).all(|_| bucket.take(1, Tick(9_000))), "it holds no more than a second's worth");
    assert!(!bucket.take(1, Tick(9_000)));
}

#[test]
fn what_is_refused_costs_nothing() {
    let mut bucket = Bucket::new(pace(10));
    assert!(!bucket.take(11, Tick(0)));
    assert!(bucket.take(10, Tick(0)));
}

#[test]
fn even_pace_has_no_burst() {
    let mut bucket = Bucket::new(Pace::even(10).unwrap());
    let taken = (0..1000).filter(|millis| bucket.take(1, Tick(*millis))).count();
    assert_eq!(taken, 10);
}

#[test]
fn debt_is_paid_with_time() {
    let mut bucket = Bucket::new(pace(1000));
    bucket.charge(1500, Tick(0));
    assert_eq!(bucket.wait(0, Tick(0)), Duration::from_millis(500));
    assert_eq!(bucket.wait(0, Tick(499)), Duration::from_millis(1));
    assert_eq!(bucket.wait(0, Tick(500)), Duration::ZERO);
}

#[test]
fn no_limit_has_no_pace_and_zero_lets_nothing_through() {
    assert!(Pace::per_second(u32::MAX).is_none() && Pace::even(u32::MAX).is_none());
    for pace in [pace(0), Pace::even(0).unwrap()] {
        let mut bucket = Bucket::new(pace);
        assert!(!bucket.take(1, Tick(1_000_000)));
        assert_eq!(bucket.wait(1, Tick(0)), Duration::from_millis(u64::MAX));
    }
}

#[test]
fn keys_have_buckets_of_their_own_and_are_forgotten_when_full() {
    let mut buckets = Buckets::new(pace(1));
    assert!(buckets.take("a", 1, Tick(0)) && buckets.take("b", 1, Tick(0)));
    assert!(!buckets.take("a", 1, Tick(999)));
    assert!(buckets.take("a", 1, Tick(1000)));
    for key in 0..10_000 {
        assert!(buckets.take(key, 1, Tick(2000 + key)));
    }
    assert!(buckets.len() < 4 * Buckets::SWEEP_AT_LEAST, "{} keys", buckets.len());
}

#[test]
fn number_of_keys_is_bounded() {
    let mut buckets = Buckets::new(pace(1));
    let let_in = (0..Buckets::KEYS_MAX + 10).filter(|key| buckets.take(key, 1, Tick(0))).count();
    assert_eq!((let_in, buckets.len()), (Buckets::KEYS_MAX, Buckets::KEYS_MAX));
    assert!(buckets.take("later", 1, Tick(1000)));
    assert_eq!(buckets.len(), 1);
}

#[test]
fn shared_bucket_gives_no_token_twice() {
    let bucket = SharedBucket::new(pace(1000));
    let taken: usize = std::thread::scope(|scope| {
        let take = || (0..1000).filter(|_| bucket.take(1, Tick(7))).count();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(taken, 1000);
}

#[test]
fn manual_clock_moves_by_hand() {
    let clock = Clock::manual();
    let other = clock.clone();
    clock.advance(Duration::from_secs(2));
    assert_eq!(other.now(), Tick(2000));
}

proptest! {
    /// In no span of time does a bucket give more than it held and what flowed in meanwhile, and a
    /// shared one and one of many agree with it.
    #[test]
    fn never_more_than_the_rate(
        rate in 0_u32..100_000,
        steps in prop::collection::vec((0_u64..400, 0_u32..2000), 1..100),
    ) {
        let (mut bucket, shared) = (Bucket::new(pace(rate)), SharedBucket::new(pace(rate)));
        let mut many = Buckets::new(pace(rate));
        let mut now = Tick(0);
        let mut given: Vec<(u64, u64)> = Vec::new();
        for (pause, count) in steps {
            now.0 += pause;
            let taken = bucket.take(count, now);
            prop_assert_eq!(taken, shared.take(count, now));
            if count > 0 {
                prop_assert_eq!(taken, many.take("k", count, now));
            }
            if taken {
                given.push((now.0, count.into()));
            }
        }
        for (index, (from, _)) in given.iter().enumerate() {
            let mut sum = 0;
            for (at, count) in &given[index..] {
                sum += count;
                let rate = u64::from(rate);
                prop_assert!(sum * 1000 <= rate * 1000 + rate * (at - from));
            }
        }
    }

    /// Who waits as long as told is served then, and not a millisecond earlier.
    #[test]
    fn wait_is_exact(
        rate in 1_u32..600_000,
        before in prop::collection::vec((0_u64..200, 0_u32..600_000), 0..20),
        count in 1_u32..1000,
    ) {
        prop_assume!(count <= rate);
        let mut bucket = Bucket::new(pace(rate));
        let mut now = Tick(0);
        for (pause, count) in before {
            now.0 += pause;
            bucket.charge(count, now);
        }
        let wait = bucket.wait(count, now);
        let then = now.after(wait);
        if !wait.is_zero() {
            prop_assert!(!bucket.clone().take(count, Tick(then.0 - 1)));
        }
        prop_assert!(bucket.take(count, then));
    }
}
