//! The one predicate that says what a viewer may see. Lists, pages, searches, files, counts and notices use it and no
//! other. `$1` is the viewer's account, `$2` their party; `a` is the advisory, `r` the version readers see.

/// Published, and addressed to the viewer, or to the account and party of the columns named. A withdrawn advisory is still in it: its page says so.
macro_rules! in_audience {
    () => {
        $crate::advisories::sight::in_audience!("$1", "$2")
    };
    ($account:literal, $party:literal) => {
        concat!(
            "a.published_at IS NOT NULL AND (r.audience = 'all-parties'
           OR (r.audience = 'some-parties' AND EXISTS
                (SELECT 1 FROM audience_party x WHERE x.advisory_id = r.advisory_id AND x.number = r.number AND x.party_id = ",
            $party,
            "))
           OR (r.audience = 'named-people' AND EXISTS
                (SELECT 1 FROM audience_person x WHERE x.advisory_id = r.advisory_id AND x.number = r.number AND x.account_id = ",
            $account,
            ")))"
        )
    };
}
pub(super) use in_audience;

/// That the version `v` itself was addressed to the viewer: an earlier one may have been for others.
macro_rules! version_in_audience {
    () => {
        "(v.audience = 'all-parties'
           OR (v.audience = 'some-parties' AND EXISTS
                (SELECT 1 FROM audience_party x WHERE x.advisory_id = v.advisory_id AND x.number = v.number AND x.party_id = $2))
           OR (v.audience = 'named-people' AND EXISTS
                (SELECT 1 FROM audience_person x WHERE x.advisory_id = v.advisory_id AND x.number = v.number AND x.account_id = $1)))"
    };
}
pub(super) use version_in_audience;
