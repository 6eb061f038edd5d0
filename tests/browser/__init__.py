"""Looking at pages in headless Chromium, by the WebDriver protocol and the standard library."""
