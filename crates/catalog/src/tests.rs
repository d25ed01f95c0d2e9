use base::{PageRequest, Tenant};
use model::iot::RoleAliasDescription;
use store::Store;

use crate::{Catalog, Kind};

fn tenant(account: &str) -> Tenant {
    Tenant::new(account.parse().unwrap(), "us-east-1".parse().unwrap())
}

fn alias(name: &str) -> RoleAliasDescription {
    RoleAliasDescription { role_alias: Some(name.into()), ..Default::default() }
}

fn put(catalog: &Catalog, tenant: &Tenant, name: &str) -> store::Ticket {
    let changed = catalog.change::<_, ()>(tenant, |draft| {
        draft.put(Kind::RoleAlias, name, alias(name));
        Ok(())
    });
    changed.unwrap().ticket
}

#[tokio::test]
async fn what_was_put_is_there_after_a_restart_for_its_tenant_only() {
    let store = Store::memory().unwrap();
    let (ours, theirs) = (tenant("123456789012"), tenant("210987654321"));
    let catalog = Catalog::open(store.clone()).unwrap();
    put(&catalog, &ours, "a");
    let ticket = put(&catalog, &ours, "b");
    store.committed(ticket).await;
    let removed = catalog.change::<_, ()>(&ours, |draft| {
        draft.remove(Kind::RoleAlias, "a");
        Ok(())
    });
    store.committed(removed.unwrap().ticket).await;
    for catalog in [catalog, Catalog::open(store).unwrap()] {
        let get = |tenant, name| catalog.get::<RoleAliasDescription>(tenant, Kind::RoleAlias, name);
        assert_eq!(get(&ours, "b"), Some(alias("b")));
        assert_eq!(get(&ours, "a"), None);
        assert_eq!(get(&theirs, "b"), None);
    }
}

#[tokio::test]
async fn refused_change_changes_nothing() {
    let (catalog, tenant) = (Catalog::open(Store::memory().unwrap()).unwrap(), tenant("123456789012"));
    let refused = catalog.change(&tenant, |draft| {
        draft.put(Kind::RoleAlias, "a", alias("a"));
        Err::<(), _>("no")
    });
    assert_eq!(refused.unwrap_err(), "no");
    assert!(catalog.tenants().is_empty());
    assert!(!catalog.read(&tenant, |shelves| shelves.contains(Kind::RoleAlias, "a")));
}

#[tokio::test]
async fn pages_are_by_name_and_hold_what_is_wanted() {
    let (catalog, tenant) = (Catalog::open(Store::memory().unwrap()).unwrap(), tenant("123456789012"));
    for name in ["c", "a", "d", "b"] {
        put(&catalog, &tenant, name);
    }
    let list = |token| {
        let request = PageRequest { size: Some(2), token };
        let page =
            catalog.list::<RoleAliasDescription>(&tenant, Kind::RoleAlias, &request, |name, _| name != "b");
        let page = page.unwrap();
        (page.items.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), page.next)
    };
    let (first, token) = list(None);
    assert_eq!(first, ["a", "c"]);
    assert_eq!(list(token), (vec!["d".to_owned()], None));
}

#[tokio::test]
async fn pages_go_either_way() {
    let (catalog, tenant) = (Catalog::open(Store::memory().unwrap()).unwrap(), tenant("123456789012"));
    for name in ["c", "a", "d", "b"] {
        put(&catalog, &tenant, name);
    }
    let list = |ascending, token| {
        let request = PageRequest { size: Some(3), token };
        let any = |_: &str, _: &RoleAliasDescription| true;
        let page = catalog.list_either_way(&tenant, Kind::RoleAlias, ascending, &request, any).unwrap();
        (page.items.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), page.next)
    };
    let (first, token) = list(true, None);
    assert_eq!((first, list(true, token).0), (["a", "b", "c"].map(Into::into).into(), vec!["d".into()]));
    let (first, token) = list(false, None);
    assert_eq!(
        (first, list(false, token)),
        (["d", "c", "b"].map(Into::into).into(), (vec!["a".into()], None))
    );
}

#[test]
fn kinds_have_names_of_their_own() {
    for kind in Kind::ALL {
        assert_eq!(Kind::of(kind.name()), Some(kind));
    }
}
