//! The committed table of who gets which answer where: `policy.txt`, one line a route, one number a visitor.
use std::collections::BTreeMap;
use vigie::web::table;

/// Every kind of visitor, in the order of the columns.
pub const VISITORS: [&str; 14] = [
    "nobody",
    "half",
    "enrolling",
    "enrolled",
    "reader",
    "other-reader",
    "lead",
    "directory",
    "author",
    "approver",
    "vetting",
    "auditor",
    "administrator",
    "cut",
];

const POLICY: &str = include_str!("policy.txt");

/// The status for each route, `METHOD PATH`, and each visitor.
pub fn policy() -> BTreeMap<String, Vec<u16>> {
    let lines = POLICY.lines().filter(|l| l.starts_with("GET ") || l.starts_with("POST "));
    let read = |line: &str| {
        let mut words = line.split_whitespace();
        let route = format!("{} {}", words.next().unwrap(), words.next().unwrap());
        let numbers: Vec<u16> = words.map(|w| w.parse().unwrap()).collect();
        assert_eq!(numbers.len(), VISITORS.len(), "{line}");
        (route, numbers)
    };
    lines.map(read).collect()
}

/// The table as text, for whoever changes it knowingly.
pub fn written(found: &BTreeMap<String, Vec<u16>>) -> String {
    let short = ["noby", "half", "enrg", "enrd", "read", "othr", "lead", "dir", "auth", "appr", "vett", "audt", "admn", "cut"];
    let mut lines = vec![format!("{:60} {}\n", "# route", short.map(|s| format!("{s:>4}")).join(" "))];
    for (route, numbers) in found {
        let numbers: Vec<String> = numbers.iter().map(|n| format!("{n:>4}")).collect();
        lines.push(format!("{route:60} {}\n", numbers.join(" ")));
    }
    lines.concat()
}

#[test]
fn every_route_has_its_line_and_every_line_its_route() {
    let mut routes: Vec<String> = table::lines().iter().map(|r| format!("{} {}", r.method, r.path)).collect();
    routes.sort();
    let lines: Vec<String> = policy().into_keys().collect();
    assert_eq!(routes, lines);
}

#[test]
fn nobody_and_the_cut_get_nothing_but_what_is_for_anyone() {
    let policy = policy();
    for route in table::lines().iter().filter(|r| r.access != "anyone") {
        let numbers = &policy[&format!("{} {}", route.method, route.path)];
        for visitor in ["nobody", "cut"] {
            let status = numbers[VISITORS.iter().position(|v| *v == visitor).unwrap()];
            assert!(matches!(status, 303 | 403), "{visitor} {} {}: {status}", route.method, route.path);
        }
    }
}

#[test]
fn no_reader_gets_to_the_desk_and_no_staff_to_the_advisories_of_readers() {
    let policy = policy();
    let of = |route: &str, visitor: &str| policy[route][VISITORS.iter().position(|v| *v == visitor).unwrap()];
    for route in policy.keys() {
        let path = route.split(' ').nth(1).unwrap();
        if ["/desk", "/audit", "/admin"].iter().any(|p| path.starts_with(p)) {
            for visitor in ["enrolled", "reader", "other-reader", "lead", "directory"] {
                assert_eq!(of(route, visitor), 403, "{visitor} {route}");
            }
        }
        if path.starts_with("/advisories") {
            for visitor in ["enrolled", "directory", "author", "approver", "vetting", "auditor", "administrator"] {
                assert_eq!(of(route, visitor), 403, "{visitor} {route}");
            }
        }
    }
}
