//! CVSS vectors, and whether the scores and metrics beside them follow from
//! them (CSAF 6.1.8, 6.1.9, 6.1.10).
//!
//! A CVSS 4 score comes from a table of 270 expert judgements, which is not
//! kept here: it is taken as the document gives it.

use super::csaf_check::{Outcome, fault, text};
use super::csaf_cvss_scores::{round_up_30, round_up_31, scores_2, scores_3, severity};
use super::csaf_shape::shown;
use serde_json::Value;
use std::collections::HashMap;

/// A metric: its name in a vector, its JSON field, its values in both, and
/// whether every vector must have it.
struct Metric(&'static str, &'static str, &'static [(&'static str, &'static str)], bool);

type Values = &'static [(&'static str, &'static str)];

const ATTACK: Values = &[("N", "NETWORK"), ("A", "ADJACENT_NETWORK"), ("L", "LOCAL"), ("P", "PHYSICAL"), ("X", "NOT_DEFINED")];
const LEVELS: Values = &[("H", "HIGH"), ("M", "MEDIUM"), ("L", "LOW"), ("N", "NONE"), ("X", "NOT_DEFINED")];
const INTERACTION: Values = &[("N", "NONE"), ("R", "REQUIRED"), ("X", "NOT_DEFINED")];
const SCOPE: Values = &[("U", "UNCHANGED"), ("C", "CHANGED"), ("X", "NOT_DEFINED")];
const EXPLOIT: Values = &[("U", "UNPROVEN"), ("P", "PROOF_OF_CONCEPT"), ("F", "FUNCTIONAL"), ("H", "HIGH"), ("X", "NOT_DEFINED")];
const REMEDY: Values = &[("O", "OFFICIAL_FIX"), ("T", "TEMPORARY_FIX"), ("W", "WORKAROUND"), ("U", "UNAVAILABLE"), ("X", "NOT_DEFINED")];
const CONFIDENCE: Values = &[("U", "UNKNOWN"), ("R", "REASONABLE"), ("C", "CONFIRMED"), ("X", "NOT_DEFINED")];

const METRICS_3: &[Metric] = &[
    Metric("AV", "attackVector", ATTACK, true),
    Metric("AC", "attackComplexity", LEVELS, true),
    Metric("PR", "privilegesRequired", LEVELS, true),
    Metric("UI", "userInteraction", INTERACTION, true),
    Metric("S", "scope", SCOPE, true),
    Metric("C", "confidentialityImpact", LEVELS, true),
    Metric("I", "integrityImpact", LEVELS, true),
    Metric("A", "availabilityImpact", LEVELS, true),
    Metric("E", "exploitCodeMaturity", EXPLOIT, false),
    Metric("RL", "remediationLevel", REMEDY, false),
    Metric("RC", "reportConfidence", CONFIDENCE, false),
    Metric("CR", "confidentialityRequirement", LEVELS, false),
    Metric("IR", "integrityRequirement", LEVELS, false),
    Metric("AR", "availabilityRequirement", LEVELS, false),
    Metric("MAV", "modifiedAttackVector", ATTACK, false),
    Metric("MAC", "modifiedAttackComplexity", LEVELS, false),
    Metric("MPR", "modifiedPrivilegesRequired", LEVELS, false),
    Metric("MUI", "modifiedUserInteraction", INTERACTION, false),
    Metric("MS", "modifiedScope", SCOPE, false),
    Metric("MC", "modifiedConfidentialityImpact", LEVELS, false),
    Metric("MI", "modifiedIntegrityImpact", LEVELS, false),
    Metric("MA", "modifiedAvailabilityImpact", LEVELS, false),
];

const ACCESS_2: Values = &[("L", "LOCAL"), ("A", "ADJACENT_NETWORK"), ("N", "NETWORK")];
const LEVELS_2: Values = &[("H", "HIGH"), ("M", "MEDIUM"), ("L", "LOW"), ("N", "NONE"), ("ND", "NOT_DEFINED")];
const LOGIN_2: Values = &[("M", "MULTIPLE"), ("S", "SINGLE"), ("N", "NONE")];
const IMPACT_2: Values = &[("N", "NONE"), ("P", "PARTIAL"), ("C", "COMPLETE")];
const EXPLOIT_2: Values = &[("U", "UNPROVEN"), ("POC", "PROOF_OF_CONCEPT"), ("F", "FUNCTIONAL"), ("H", "HIGH"), ("ND", "NOT_DEFINED")];
const REMEDY_2: Values = &[("OF", "OFFICIAL_FIX"), ("TF", "TEMPORARY_FIX"), ("W", "WORKAROUND"), ("U", "UNAVAILABLE"), ("ND", "NOT_DEFINED")];
const CONFIDENCE_2: Values = &[("UC", "UNCONFIRMED"), ("UR", "UNCORROBORATED"), ("C", "CONFIRMED"), ("ND", "NOT_DEFINED")];
const DAMAGE_2: Values = &[("N", "NONE"), ("L", "LOW"), ("LM", "LOW_MEDIUM"), ("MH", "MEDIUM_HIGH"), ("H", "HIGH"), ("ND", "NOT_DEFINED")];

const METRICS_2: &[Metric] = &[
    Metric("AV", "accessVector", ACCESS_2, true),
    Metric("AC", "accessComplexity", LEVELS_2, true),
    Metric("Au", "authentication", LOGIN_2, true),
    Metric("C", "confidentialityImpact", IMPACT_2, true),
    Metric("I", "integrityImpact", IMPACT_2, true),
    Metric("A", "availabilityImpact", IMPACT_2, true),
    Metric("E", "exploitability", EXPLOIT_2, false),
    Metric("RL", "remediationLevel", REMEDY_2, false),
    Metric("RC", "reportConfidence", CONFIDENCE_2, false),
    Metric("CDP", "collateralDamagePotential", DAMAGE_2, false),
    Metric("TD", "targetDistribution", LEVELS_2, false),
    Metric("CR", "confidentialityRequirement", LEVELS_2, false),
    Metric("IR", "integrityRequirement", LEVELS_2, false),
    Metric("AR", "availabilityRequirement", LEVELS_2, false),
];

/// The values of a vector by the names of its metrics.
pub type Vector = HashMap<&'static str, &'static str>;

/// Checks one CVSS object.
pub fn check(at: &str, cvss: &Value) -> Outcome {
    let version = text(cvss, "version");
    let (prefix, metrics) = match version {
        "2.0" => ("", METRICS_2),
        "3.0" => ("CVSS:3.0/", METRICS_3),
        "3.1" => ("CVSS:3.1/", METRICS_3),
        _ => return check_4(at, cvss),
    };
    let vector = match read(text(cvss, "vectorString"), prefix, metrics) {
        Ok(vector) => vector,
        Err(what) => return fault(format!("{at}/vectorString"), what, "6.1.8"),
    };
    let undefined = "NOT_DEFINED";
    for Metric(key, field, _, _) in metrics {
        let in_vector = vector.get(key).unwrap_or(&undefined);
        if cvss.get(field).is_some_and(|value| value.as_str() != Some(*in_vector)) {
            return fault(format!("{at}/{field}"), "the value is not that of the vector", "6.1.10");
        }
    }
    check_scores(at, cvss, &vector)
}

fn check_4(at: &str, cvss: &Value) -> Outcome {
    if text(cvss, "vectorString").starts_with("CVSS:4.0/AV:") {
        return Ok(());
    }
    fault(format!("{at}/vectorString"), "this is not a CVSS 4.0 vector", "6.1.8")
}

/// Reads a vector, and says what is wrong with it.
fn read(vector: &str, prefix: &str, metrics: &'static [Metric]) -> Result<Vector, String> {
    let Some(rest) = vector.strip_prefix(prefix) else {
        return Err(format!("the vector does not begin with {prefix}"));
    };
    let mut found = Vector::new();
    for part in rest.split('/') {
        let (key, letter) = part.split_once(':').unwrap_or((part, ""));
        let metric = metrics.iter().find(|m| m.0 == key);
        let value = metric.and_then(|m| m.2.iter().find(|v| v.0 == letter).map(|v| (m.0, v.1)));
        let Some((key, value)) = value.filter(|(k, v)| allowed(k, v)) else {
            return Err(format!("{} is not a metric of this CVSS version", shown(part)));
        };
        if found.insert(key, value).is_some() {
            return Err(format!("the metric {key} is there twice"));
        }
    }
    match metrics.iter().find(|m| m.3 && !found.contains_key(m.0)) {
        Some(Metric(key, ..)) => Err(format!("the metric {key} is missing")),
        None => Ok(found),
    }
}

/// The metrics share lists of values; these are the ones a metric has not.
fn allowed(key: &str, value: &str) -> bool {
    match key {
        "AV" | "UI" | "S" => value != "NOT_DEFINED",
        "AC" => !matches!(value, "NOT_DEFINED" | "NONE"),
        "PR" | "C" | "I" | "A" => !matches!(value, "NOT_DEFINED" | "MEDIUM"),
        "MAC" => !matches!(value, "NONE" | "MEDIUM"),
        "MPR" | "MC" | "MI" | "MA" => value != "MEDIUM",
        "CR" | "IR" | "AR" => value != "NONE",
        _ => true,
    }
}

/// 6.1.9: the scores, and the words for them, follow from the vector.
fn check_scores(at: &str, cvss: &Value, vector: &Vector) -> Outcome {
    let computed: Vec<[f64; 3]> = match text(cvss, "version") {
        "2.0" => vec![scores_2(vector)],
        "3.1" => vec![scores_3(vector, round_up_31, true)],
        // 3.0 left the rounding of binary fractions open, and both are in use.
        _ => vec![scores_3(vector, round_up_30, false), scores_3(vector, round_up_31, false)],
    };
    for (i, name) in ["base", "temporal", "environmental"].iter().enumerate() {
        let field = format!("{name}Score");
        let Some(given) = cvss.get(&field).and_then(Value::as_f64) else {
            continue;
        };
        let expected: Vec<f64> = computed.iter().filter_map(|c| c.get(i)).copied().collect();
        if !expected.iter().any(|score| (score - given).abs() < 0.001) {
            let score = expected.first().copied().unwrap_or_default();
            return fault(format!("{at}/{field}"), format!("the vector gives {score:.1}, not {given}"), "6.1.9");
        }
        let field = format!("{name}Severity");
        let word = text(cvss, &field);
        let named = !word.is_empty() && text(cvss, "version") != "2.0";
        if named && word != severity(given) {
            let what = format!("a score of {given} is {}, not {}", severity(given), shown(word));
            return fault(format!("{at}/{field}"), what, "6.1.9");
        }
    }
    Ok(())
}
