--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
CREATE TABLE public.papers (
    id integer NOT NULL,
    title text,
    authors text,
    year integer
);
COPY public.papers (id, title, authors, year) FROM stdin;
1	Attention Is All You Need	Ashish Vaswani, Noam Shazeer	2017
2	Deep Residual Learning for Image Recognition	Kaiming He, Xiangyu Zhang	\N
\.
