//! The reference server: pages of the same shape as Vigie's with nothing around them. See README.md.
mod data;

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, error::ErrorInternalServerError as failed, web};
use askama::Template;
use data::{Article, Data, Row};
use openssl::ssl::{SslAcceptor, SslFiletype, SslMethod};
use std::{path::Path, sync::LazyLock, time::Duration};

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage<'a> {
    user: Option<&'a str>,
    rows: &'a [Row],
}

#[derive(Template)]
#[template(path = "read.html")]
struct ReadPage<'a> {
    title: &'a str,
    body: &'a str,
    seq: i64,
}

type Shared = web::Data<Data>;
type Answer = actix_web::Result<HttpResponse>;

fn html(page: &impl Template) -> Answer {
    Ok(page_of(page.render().map_err(failed)?))
}

fn page_of(text: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(text)
}

fn read_page(article: &Article, seq: i64) -> Answer {
    html(&ReadPage { title: &article.title, body: &article.body, seq })
}

static HELLO: LazyLock<String> = LazyLock::new(|| format!("<!doctype html><p>{}</p>", "hello ".repeat(336)));

async fn hello() -> HttpResponse {
    page_of(HELLO.clone())
}

async fn list(data: Shared) -> Answer {
    html(&ListPage { user: None, rows: &data.rows().await.map_err(failed)? })
}

async fn list_session(data: Shared, req: HttpRequest) -> Answer {
    let user = match req.cookie("__Host-sid") {
        Some(cookie) => data.session(cookie.value()).await.map_err(failed)?,
        None => None,
    };
    let Some(user) = user else { return Ok(HttpResponse::Unauthorized().finish()) };
    html(&ListPage { user: Some(&user), rows: &data.rows().await.map_err(failed)? })
}

async fn read(data: Shared) -> Answer {
    read_page(&data.next_article().await.map_err(failed)?, 0)
}

async fn read_tx(data: Shared) -> Answer {
    let article = data.next_article().await.map_err(failed)?;
    let seq = data.record_alone(article.id).await.map_err(failed)?;
    read_page(&article, seq)
}

async fn read_group(data: Shared) -> Answer {
    let article = data.next_article().await.map_err(failed)?;
    let seq = data.record_in_group(article.id).await.map_err(failed)?;
    read_page(&article, seq)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [port, database, tls] = args.as_slice() else { return Err("usage: reference PORT DATABASE TLS_FOLDER".into()) };
    let tls = Path::new(tls);
    let mut acceptor = SslAcceptor::mozilla_modern_v5(SslMethod::tls_server())?;
    acceptor.set_private_key_file(tls.join("server.key"), SslFiletype::PEM)?;
    acceptor.set_certificate_chain_file(tls.join("server.pem"))?;
    let data = web::Data::new(Data::open(database).await?);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .route("/hello", web::get().to(hello))
            .route("/list", web::get().to(list))
            .route("/list-session", web::get().to(list_session))
            .route("/read", web::get().to(read))
            .route("/read-tx", web::get().to(read_tx))
            .route("/read-group", web::get().to(read_group))
    });
    let server =
        server.workers(data::WORKERS).keep_alive(Duration::from_secs(30)).tcp_nodelay(true).bind_openssl(("127.0.0.1", port.parse()?), acceptor)?.run();
    println!("listening");
    server.await?;
    Ok(())
}
