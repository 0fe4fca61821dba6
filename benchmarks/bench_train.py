"""What `fit` costs on top of a plain loop: the ratio is below one by the price of validation, checkpoints of the best weights and resumability."""
import torch
from run import ratio, report

from latentbook import fit
from latentbook.core import seeded
from latentbook.data import digits
from latentbook.models.ae import AE


def overhead(epochs: int = 20, batch: int = 128) -> dict:
    """Twenty epochs on the digits, a plain loop over shuffled slices against `fit`."""
    data = digits.load()
    x = data.train.x

    def make() -> AE:
        with seeded(0): return AE(shape=(1, 8, 8))

    def plain() -> None:
        model = make()
        adam, order = torch.optim.Adam(model.parameters(), lr=1e-3), torch.Generator().manual_seed(0)
        for _ in range(epochs):
            for index in torch.randperm(len(x), generator=order).split(batch):
                loss = (model(x[index]) - x[index]).square().mean()
                adam.zero_grad()
                loss.backward()
                adam.step()

    return ratio(f"training the small autoencoder, {epochs} epochs", plain, lambda: fit(make(), data, epochs=epochs, batch_size=batch, progress=False), "plain loop without validation", 0.5, repeats=5)


if __name__ == "__main__":
    report([overhead()])
