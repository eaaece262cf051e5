-- The billing system's own meter that counts what a price is paid for; null for a price by quantity, or where nobody said.
alter table provider_price add column meter text;
