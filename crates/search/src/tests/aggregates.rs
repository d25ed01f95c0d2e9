//! Aggregations against the examples of *Querying for aggregate data*.

use crate::Value;
use crate::aggregate::{FieldType, Scalar, Tally, percentiles, statistics};

#[test]
fn statistics_are_those_of_the_guide() {
    let found = statistics(&[-125.0, 150.0, 75.0]).unwrap();
    assert_eq!((found.average, found.sum), (33.333_333_333_333_336, 100.0));
    assert_eq!((found.minimum, found.maximum, found.sum_of_squares), (-125.0, 150.0, 43_750.0));
    assert!((found.variance - 13_472.222_222_222_22).abs() < 1e-9);
    assert!((found.std_deviation - 116.069_902_309_867_66).abs() < 1e-9);
    assert_eq!(statistics(&[]), None);
    assert_eq!(statistics(&[1e300, 1e300]), None, "squares are beyond a double");
    let large = statistics(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]).unwrap();
    assert!((large.variance - 2.0 / 3.0).abs() < 1e-9);
}

#[test]
fn percentiles_are_those_of_the_guide() {
    let mut numbers = [3.0, 1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0, 2.0];
    let percents = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 99.0];
    let expected = [1.0, 1.0, 1.4, 2.0, 2.0, 2.0, 2.599_999_999_999_999_6, 3.0, 3.0, 3.0];
    let found = percentiles(&mut numbers, &percents).unwrap();
    for ((percent, found), expected) in percents.iter().zip(found).zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{percent}: {found}");
    }
    assert_eq!(percentiles(&mut [], &[50.0]), None);
    assert_eq!(percentiles(&mut [7.0], &[0.0, 100.0]), Some(vec![7.0, 7.0]));
    assert_eq!(percentiles(&mut [f64::MAX, f64::MIN], &[50.0, 100.0]), Some(vec![0.0, f64::MAX]));
}

#[test]
fn values_of_other_types_do_not_count() {
    let of = |field_type: FieldType, value| field_type.of(value);
    assert_eq!(of(FieldType::Number, Value::Attribute("7.5")), Some(Scalar::Number(7.5)));
    for value in [Value::Attribute("apple"), Value::Text("7"), Value::Boolean(true), Value::Attribute("0x10")]
    {
        assert_eq!(of(FieldType::Number, value), None, "{value:?}");
    }
    assert_eq!(of(FieldType::Boolean, Value::Attribute("true")), Some(Scalar::Boolean(true)));
    for value in [Value::Attribute("2"), Value::Text("true"), Value::Number(1.0)] {
        assert_eq!(of(FieldType::Boolean, value), None, "{value:?}");
    }
    assert_eq!(of(FieldType::String, Value::Attribute("7")), Some(Scalar::String("7".into())));
    assert_eq!(of(FieldType::String, Value::Number(7.0)), None);
}

#[test]
fn buckets_are_the_most_frequent_values() {
    let mut tally = Tally::default();
    let numbers = |numbers: &[f64]| numbers.iter().copied().map(Scalar::Number).collect::<Vec<_>>();
    for (number, count) in [(75.0, 3), (100.0, 12), (90.0, 5), (9.0, 3)] {
        for _ in 0..count {
            tally.add(&numbers(&[number, number]));
        }
    }
    tally.add(&numbers(&[0.0, -0.0]));
    assert_eq!(tally.cardinality(), 5);
    let bucket = |key: &str, count| (key.to_owned(), count);
    let all = [bucket("100", 12), bucket("90", 5), bucket("9", 3), bucket("75", 3), bucket("0", 1)];
    assert_eq!(tally.buckets(10), all);
    assert_eq!(tally.buckets(1), all[..1]);
}

#[test]
fn numbers_are_the_literals_of_json() {
    for text in ["0", "-0", "7", "7.25", "-1e3", "1E+2", "1e-2", "0.5", "12345678901234567890"] {
        assert!(crate::number(text).is_some(), "{text}");
    }
    for text in
        ["", "-", "+1", "01", ".5", "5.", "1e", "1e+", "1e999", "0x1", "1_000", "inf", "NaN", " 1", "1 "]
    {
        assert_eq!(crate::number(text), None, "{text}");
    }
}
