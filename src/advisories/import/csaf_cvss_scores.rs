//! The formulas of CVSS 2 and 3: what score follows from a vector.
//!
//! They are those of <https://www.first.org/cvss/v2/guide>,
//! <https://www.first.org/cvss/v3-0/specification-document> and
//! <https://www.first.org/cvss/v3-1/specification-document>.

use super::csaf_cvss::Vector;

/// The word for a score (CVSS 3.1, table 14).
pub fn severity(score: f64) -> &'static str {
    match score {
        s if s >= 9.0 => "CRITICAL",
        s if s >= 7.0 => "HIGH",
        s if s >= 4.0 => "MEDIUM",
        s if s > 0.0 => "LOW",
        _ => "NONE",
    }
}

/// The rounding of CVSS 3.0, section 8.1.
pub fn round_up_30(x: f64) -> f64 {
    (x * 10.0).ceil() / 10.0
}

/// "Roundup" of CVSS 3.1, appendix A.
pub fn round_up_31(x: f64) -> f64 {
    let x = (x * 100_000.0).round();
    if x % 10_000.0 == 0.0 { x / 100_000.0 } else { ((x / 10_000.0).floor() + 1.0) / 10.0 }
}

/// The weight of a value (CVSS 3.1, section 7.4).
fn weight_3(metric: &str, value: &str, changed: bool) -> f64 {
    match (metric, value) {
        ("AV", "ADJACENT_NETWORK") => 0.62,
        ("AV", "LOCAL") => 0.55,
        ("AV", "PHYSICAL") => 0.2,
        ("AC", "LOW") => 0.77,
        ("AC", _) => 0.44,
        ("PR", "LOW") => {
            if changed {
                0.68
            } else {
                0.62
            }
        }
        ("PR", "HIGH") => {
            if changed {
                0.5
            } else {
                0.27
            }
        }
        ("UI", "REQUIRED") => 0.62,
        ("AV" | "PR" | "UI", _) => 0.85,
        ("C" | "I" | "A", "HIGH") => 0.56,
        ("C" | "I" | "A", "LOW") => 0.22,
        ("C" | "I" | "A", _) => 0.0,
        ("E", "UNPROVEN") => 0.91,
        ("E", "PROOF_OF_CONCEPT") => 0.94,
        ("E", "FUNCTIONAL") => 0.97,
        ("RL", "OFFICIAL_FIX") => 0.95,
        ("RL", "TEMPORARY_FIX") => 0.96,
        ("RL", "WORKAROUND") => 0.97,
        ("RC", "UNKNOWN") => 0.92,
        ("RC", "REASONABLE") => 0.96,
        ("CR" | "IR" | "AR", "HIGH") => 1.5,
        ("CR" | "IR" | "AR", "LOW") => 0.5,
        _ => 1.0,
    }
}

/// Base, temporal and environmental score of CVSS 3; `newer` is 3.1.
pub fn scores_3(vector: &Vector, round_up: fn(f64) -> f64, newer: bool) -> [f64; 3] {
    let of = |key: &str| vector.get(key).copied().unwrap_or("NOT_DEFINED");
    // The value an organisation sets for itself goes before the general one.
    let own = |own: &str, key: &str| match of(own) {
        "NOT_DEFINED" => of(key),
        value => value,
    };
    let changed = of("S") == "CHANGED";
    let ease = ["AV", "AC", "PR", "UI"].map(|k| weight_3(k, of(k), changed));
    let kept = ["C", "I", "A"].map(|k| 1.0 - weight_3(k, of(k), changed));
    let loss = 1.0 - kept.iter().product::<f64>();
    let base = combine(changed, loss, (loss - 0.02).powi(15), ease, round_up);

    let changed = own("MS", "S") == "CHANGED";
    let pairs = [("MAV", "AV"), ("MAC", "AC"), ("MPR", "PR"), ("MUI", "UI")];
    let ease = pairs.map(|(m, k)| weight_3(k, own(m, k), changed));
    let triples = [("MC", "C", "CR"), ("MI", "I", "IR"), ("MA", "A", "AR")];
    let kept = triples.map(|(m, k, need)| 1.0 - weight_3(need, of(need), changed) * weight_3(k, own(m, k), changed));
    let loss = (1.0 - kept.iter().product::<f64>()).min(0.915);
    let tail = match newer {
        true => (loss * 0.9731 - 0.02).powi(13),
        false => (loss - 0.02).powi(15),
    };
    let modified = combine(changed, loss, tail, ease, round_up);
    let chance = ["E", "RL", "RC"].map(|k| weight_3(k, of(k), false));
    let chance = chance.iter().product::<f64>();
    [base, round_up(base * chance), round_up(modified * chance)]
}

/// Impact and exploitability together (CVSS 3.1, section 7.1).
fn combine(changed: bool, loss: f64, tail: f64, ease: [f64; 4], round_up: fn(f64) -> f64) -> f64 {
    let exploitability = 8.22 * ease.iter().product::<f64>();
    let (impact, factor) = match changed {
        true => (7.52 * (loss - 0.029) - 3.25 * tail, 1.08),
        false => (6.42 * loss, 1.0),
    };
    if impact <= 0.0 { 0.0 } else { round_up((factor * (impact + exploitability)).min(10.0)) }
}

/// The weight of a value (CVSS 2, sections 3.2.1 to 3.2.3).
fn weight_2(metric: &str, value: &str) -> f64 {
    match (metric, value) {
        ("AV", "LOCAL") => 0.395,
        ("AV", "ADJACENT_NETWORK") => 0.646,
        ("AC", "HIGH") => 0.35,
        ("AC", "MEDIUM") => 0.61,
        ("AC", _) => 0.71,
        ("Au", "MULTIPLE") => 0.45,
        ("Au", "SINGLE") => 0.56,
        ("Au", _) => 0.704,
        ("C" | "I" | "A", "PARTIAL") => 0.275,
        ("C" | "I" | "A", "COMPLETE") => 0.66,
        ("C" | "I" | "A", _) => 0.0,
        ("E", "UNPROVEN") => 0.85,
        ("E", "PROOF_OF_CONCEPT") => 0.9,
        ("E", "FUNCTIONAL") => 0.95,
        ("RL", "OFFICIAL_FIX") => 0.87,
        ("RL", "TEMPORARY_FIX") => 0.9,
        ("RL", "WORKAROUND") => 0.95,
        ("RC", "UNCONFIRMED") => 0.9,
        ("RC", "UNCORROBORATED") => 0.95,
        ("CDP", "LOW") => 0.1,
        ("CDP", "LOW_MEDIUM") => 0.3,
        ("CDP", "MEDIUM_HIGH") => 0.4,
        ("CDP", "HIGH") => 0.5,
        ("CDP", _) => 0.0,
        ("TD", "NONE") => 0.0,
        ("TD", "LOW") => 0.25,
        ("TD", "MEDIUM") => 0.75,
        ("CR" | "IR" | "AR", "HIGH") => 1.51,
        ("CR" | "IR" | "AR", "LOW") => 0.5,
        _ => 1.0,
    }
}

/// Base, temporal and environmental score of CVSS 2.
pub fn scores_2(vector: &Vector) -> [f64; 3] {
    let weight = |key: &str| weight_2(key, vector.get(key).copied().unwrap_or("NOT_DEFINED"));
    let round = |x: f64| (x * 10.0).round() / 10.0;
    let exploitability = 20.0 * weight("AV") * weight("AC") * weight("Au");
    let score = |impact: f64| {
        let factor = if impact == 0.0 { 0.0 } else { 1.176 };
        round((0.6 * impact + 0.4 * exploitability - 1.5) * factor)
    };
    let chance = weight("E") * weight("RL") * weight("RC");
    let impact = 10.41 * (1.0 - (1.0 - weight("C")) * (1.0 - weight("I")) * (1.0 - weight("A")));
    let kept: f64 = [("C", "CR"), ("I", "IR"), ("A", "AR")].iter().map(|(k, need)| 1.0 - weight(k) * weight(need)).product();
    let base = score(impact);
    let adjusted = round(score((10.41 * (1.0 - kept)).min(10.0)) * chance);
    [base, round(base * chance), round((adjusted + (10.0 - adjusted) * weight("CDP")) * weight("TD"))]
}
