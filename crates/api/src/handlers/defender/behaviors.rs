//! What makes the behaviors of a security profile valid (extras.md §3; the pages "Cloud-side metrics",
//! "Device-side metrics" and "Custom metrics" of the Device Defender guide).

use std::collections::HashSet;

use catalog::{Kind, Shelves};
use model::iot::{
    Behavior, BehaviorCriteria, ComparisonOperator, CustomMetricType, DescribeCustomMetricResponse,
    MetricDimension, MetricValue,
};

/// What behaviors may name.
pub(super) trait Known {
    /// The type of a custom metric; `None` when there is none of this name.
    fn custom_metric(&self, name: &str) -> Option<CustomMetricType>;
    /// Whether there is a dimension of this name.
    fn has_dimension(&self, name: &str) -> bool;
}

impl Known for Shelves {
    fn custom_metric(&self, name: &str) -> Option<CustomMetricType> {
        self.get::<DescribeCustomMetricResponse>(Kind::CustomMetric, name)?.metric_type
    }

    fn has_dimension(&self, name: &str) -> bool {
        self.contains(Kind::Dimension, name)
    }
}

/// What a metric measures, and so what it can be compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Measure {
    Number,
    Addresses,
    Ports,
    Numbers,
    Texts,
}

/// The metrics of AWS that are not numbers, and what they are.
const SETS: [(&str, Measure); 4] = [
    ("aws:source-ip-address", Measure::Addresses),
    ("aws:destination-ip-addresses", Measure::Addresses),
    ("aws:listening-tcp-ports", Measure::Ports),
    ("aws:listening-udp-ports", Measure::Ports),
];

/// The metrics of AWS that are numbers.
const NUMBERS: [&str; 14] = [
    "aws:all-bytes-in",
    "aws:all-bytes-out",
    "aws:all-packets-in",
    "aws:all-packets-out",
    "aws:disconnect-duration",
    "aws:message-byte-size",
    "aws:num-authorization-failures",
    "aws:num-connection-attempts",
    "aws:num-disconnects",
    "aws:num-established-tcp-connections",
    "aws:num-listening-tcp-ports",
    "aws:num-listening-udp-ports",
    "aws:num-messages-received",
    "aws:num-messages-sent",
];

/// What `durationSeconds` can be.
const DURATIONS: [i32; 5] = [300, 600, 900, 1800, 3600];

/// What is wrong with behaviors, one text for each that is malformed. The form of the texts is that of AWS's
/// CLI example of ValidateSecurityProfileBehaviors.
pub(super) fn faults(behaviors: &[Behavior], known: &impl Known) -> Vec<String> {
    let mut names = HashSet::new();
    let mut fault = |behavior: &Behavior| {
        if !names.insert(behavior.name.clone()) {
            return Err("name is used by another behavior".to_owned());
        }
        check(behavior, known)
    };
    let text = |behavior: &Behavior, reason| format!("Behavior {} is malformed. {reason}", behavior.name);
    behaviors.iter().filter_map(|one| fault(one).err().map(|reason| text(one, reason))).collect()
}

/// Checks a metric whose data is to be kept without a behavior.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check_retained(
    metric: &str,
    dimension: Option<&MetricDimension>,
    known: &impl Known,
) -> Result<(), String> {
    measure(metric, known)?;
    dimension.map_or(Ok(()), |dimension| check_dimension(metric, dimension, known))
}

fn check(behavior: &Behavior, known: &impl Known) -> Result<(), String> {
    let metric = behavior.metric.as_deref();
    let measure = metric.map(|metric| measure(metric, known)).transpose()?;
    if let Some(dimension) = &behavior.metric_dimension {
        check_dimension(metric.unwrap_or_default(), dimension, known)?;
    }
    behavior.criteria.as_ref().map_or(Ok(()), |criteria| check_criteria(criteria, measure))
}

fn measure(metric: &str, known: &impl Known) -> Result<Measure, String> {
    if NUMBERS.contains(&metric) {
        return Ok(Measure::Number);
    }
    if let Some((_, measure)) = SETS.iter().find(|(name, _)| *name == metric) {
        return Ok(*measure);
    }
    match known.custom_metric(metric) {
        Some(CustomMetricType::Number) => Ok(Measure::Number),
        Some(CustomMetricType::NumberList) => Ok(Measure::Numbers),
        Some(CustomMetricType::StringList) => Ok(Measure::Texts),
        Some(CustomMetricType::IpAddressList) => Ok(Measure::Addresses),
        None => Err(format!("metric {metric} does not exist")),
    }
}

fn check_dimension(metric: &str, dimension: &MetricDimension, known: &impl Known) -> Result<(), String> {
    let name = &dimension.dimension_name;
    if known.custom_metric(metric).is_some() {
        return Err(format!("metricDimension {name} cannot be used with custom metric {metric}"));
    }
    if known.has_dimension(name) { Ok(()) } else { Err(format!("dimension {name} does not exist")) }
}

fn check_criteria(criteria: &BehaviorCriteria, measure: Option<Measure>) -> Result<(), String> {
    let BehaviorCriteria { value, statistical_threshold, ml_detection_config, .. } = criteria;
    let given = [value.is_some(), statistical_threshold.is_some(), ml_detection_config.is_some()];
    if given.into_iter().filter(|given| *given).count() > 1 {
        return Err("criteria can have one of value, statisticalThreshold, mlDetectionConfig only".into());
    }
    let is_number = measure.is_none_or(|measure| measure == Measure::Number);
    if let Some(seconds) = criteria.duration_seconds {
        if !DURATIONS.contains(&seconds) {
            return Err(format!("durationSeconds {seconds} should be one of {DURATIONS:?}"));
        }
        if !is_number {
            return Err("durationSeconds cannot be used with a metric that is a list".into());
        }
    }
    if statistical_threshold.is_some() && !is_number {
        return Err("statisticalThreshold cannot be used with a metric that is a list".into());
    }
    let Some(operator) = criteria.comparison_operator else {
        let needed = value.is_some() || statistical_threshold.is_some();
        return if needed { Err("comparisonOperator is missing".into()) } else { Ok(()) };
    };
    if measure.is_some_and(|measure| !fits(operator, measure)) {
        return Err(format!("comparisonOperator {operator} cannot be used with this metric"));
    }
    match value {
        Some(value) if !has_operand(value, operator, measure) => {
            Err(format!("value is not one that comparisonOperator {operator} compares with"))
        }
        _ => Ok(()),
    }
}

fn fits(operator: ComparisonOperator, measure: Measure) -> bool {
    use ComparisonOperator as Op;
    match operator {
        Op::LessThan | Op::LessThanEquals | Op::GreaterThan | Op::GreaterThanEquals => {
            measure == Measure::Number
        }
        Op::InCidrSet | Op::NotInCidrSet => measure == Measure::Addresses,
        Op::InPortSet | Op::NotInPortSet => measure == Measure::Ports,
        Op::InSet | Op::NotInSet => matches!(measure, Measure::Numbers | Measure::Texts),
    }
}

fn has_operand(value: &MetricValue, operator: ComparisonOperator, measure: Option<Measure>) -> bool {
    use ComparisonOperator as Op;
    match operator {
        Op::LessThan | Op::LessThanEquals | Op::GreaterThan | Op::GreaterThanEquals => {
            value.count.is_some() || value.number.is_some()
        }
        Op::InCidrSet | Op::NotInCidrSet => value.cidrs.is_some(),
        Op::InPortSet | Op::NotInPortSet => value.ports.is_some(),
        Op::InSet | Op::NotInSet => match measure {
            Some(Measure::Numbers) => value.numbers.is_some(),
            Some(Measure::Texts) => value.strings.is_some(),
            _ => value.numbers.is_some() || value.strings.is_some(),
        },
    }
}

#[cfg(test)]
mod tests {
    use model::Model;
    use serde_json::{Value, json};

    use super::*;

    struct Catalog;

    impl Known for Catalog {
        fn custom_metric(&self, name: &str) -> Option<CustomMetricType> {
            match name {
                "battery" => Some(CustomMetricType::Number),
                "modes" => Some(CustomMetricType::StringList),
                _ => None,
            }
        }

        fn has_dimension(&self, name: &str) -> bool {
            name == "admin"
        }
    }

    fn faults_of(behaviors: Value) -> Vec<String> {
        let behaviors = Vec::<Behavior>::read(behaviors).unwrap();
        faults(&behaviors, &Catalog)
    }

    fn with(metric: &str, criteria: Value) -> Value {
        json!([{"name": "b", "metric": metric, "criteria": criteria}])
    }

    #[test]
    fn examples_of_the_guide_are_valid() {
        for (metric, criteria) in [
            ("aws:message-byte-size", json!({"comparisonOperator": "less-than", "value": {"count": 10}})),
            (
                "aws:num-messages-sent",
                json!({"comparisonOperator": "less-than", "durationSeconds": 300,
                       "statisticalThreshold": {"statistic": "p90"}}),
            ),
            ("aws:num-disconnects", json!({"mlDetectionConfig": {"confidenceLevel": "HIGH"}})),
            (
                "aws:source-ip-address",
                json!({"comparisonOperator": "in-cidr-set", "value": {"cidrs": ["10.0.0.0/8"]}}),
            ),
            (
                "aws:listening-tcp-ports",
                json!({"comparisonOperator": "in-port-set", "value": {"ports": [443]}}),
            ),
            ("battery", json!({"comparisonOperator": "greater-than", "value": {"number": 0.5}})),
            ("modes", json!({"comparisonOperator": "in-set", "value": {"strings": ["eco"]}})),
        ] {
            assert_eq!(faults_of(with(metric, criteria)), Vec::<String>::new(), "{metric}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_the_name_of_the_behavior() {
        for (metric, criteria, reason) in [
            ("aws:none", json!({}), "metric aws:none does not exist"),
            ("none", json!({}), "metric none does not exist"),
            (
                "aws:message-byte-size",
                json!({"comparisonOperator": "in-set", "value": {"numbers": [1.0]}}),
                "comparisonOperator in-set cannot be used with this metric",
            ),
            (
                "aws:message-byte-size",
                json!({"comparisonOperator": "less-than", "value": {"cidrs": []}}),
                "value is not one that comparisonOperator less-than compares with",
            ),
            ("aws:message-byte-size", json!({"value": {"count": 1}}), "comparisonOperator is missing"),
            (
                "aws:num-messages-sent",
                json!({"comparisonOperator": "less-than", "value": {"count": 1}, "durationSeconds": 10}),
                "durationSeconds 10 should be one of [300, 600, 900, 1800, 3600]",
            ),
            (
                "aws:listening-tcp-ports",
                json!({"comparisonOperator": "in-port-set", "value": {"ports": []}, "durationSeconds": 300}),
                "durationSeconds cannot be used with a metric that is a list",
            ),
            (
                "battery",
                json!({"value": {"number": 1.0}, "mlDetectionConfig": {"confidenceLevel": "LOW"}}),
                "criteria can have one of value, statisticalThreshold, mlDetectionConfig only",
            ),
        ] {
            assert_eq!(faults_of(with(metric, criteria)), [format!("Behavior b is malformed. {reason}")]);
        }
    }

    #[test]
    fn dimensions_exist_and_are_for_metrics_of_aws() {
        let with = |metric, dimension| {
            faults_of(
                json!([{"name": "b", "metric": metric, "metricDimension": {"dimensionName": dimension}}]),
            )
        };
        assert!(with("aws:num-messages-sent", "admin").is_empty());
        assert_eq!(
            with("aws:num-messages-sent", "none"),
            ["Behavior b is malformed. dimension none does not exist"]
        );
        assert_eq!(with("battery", "admin").len(), 1);
    }

    #[test]
    fn names_are_used_once() {
        assert_eq!(
            faults_of(json!([{"name": "b"}, {"name": "a"}, {"name": "b"}])),
            ["Behavior b is malformed. name is used by another behavior"]
        );
    }
}
